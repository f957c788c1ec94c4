import Type from 'typebox'
import { anyText, listOf, oneOf, timestamp } from './common.ts'

export const WorkerLog = Type.Object(
  { worker_id: Type.String(), role: oneOf(['jobmanager', 'gateway', 'taskmanager']), text: Type.String({ description: 'The last lines.' }) },
  { title: 'WorkerLog' },
)
export const WorkerLogList = listOf('WorkerLog', 'headgate/v1', WorkerLog)

export const StatementEvent = Type.Object(
  {
    at: timestamp('When it happened.'),
    type: oneOf(['Normal', 'Warning']),
    reason: Type.String({ description: 'A word for programs, for example `JobSubmitted`.' }),
    message: Type.String(),
  },
  { title: 'StatementEvent' },
)
export const StatementEventList = listOf('StatementEvent', 'headgate/v1', StatementEvent)

/** What a person decides about a statement that is parked. */
export const Resolution = Type.Object({ choice: oneOf(['run-again', 'treat-as-complete', 'start-empty']) }, { title: 'Resolution' })

export const EnvironmentDefaults = Type.Object(
  {
    api_version: Type.Literal('headgate/v1'),
    kind: Type.Literal('EnvironmentDefaults'),
    organization_id: Type.String({ format: 'uuid' }),
    environment_id: Type.String(),
    kafka_connection: Type.Union([Type.String(), Type.Null()], { description: 'The connection that tables without a connector use.' }),
  },
  { title: 'EnvironmentDefaults' },
)
export const EnvironmentDefaultsChange = Type.Object(
  { kafka_connection: Type.Union([Type.String({ minLength: 1, maxLength: 100, pattern: anyText }), Type.Null()], { description: 'Name of a connection of type KAFKA; null: none.' }) },
  { title: 'EnvironmentDefaultsChange' },
)
