import Type from 'typebox'
import { environmentParams, oneOf, text } from '../schemas/common.ts'
import { EnvironmentDefaults, EnvironmentDefaultsChange, Resolution, StatementEventList, WorkerLogList } from '../schemas/headgate.ts'
import { Statement } from '../schemas/statement.ts'
import { defineOperation } from '../operation.ts'
import * as examples from './examples.ts'

const tag = 'Headgate'
const environmentPath = '/headgate/v1/organizations/{organization_id}/environments/{environment_id}'
const path = `${environmentPath}/statements/{statement_name}`
const ofEnvironment = Type.Object(environmentParams)
const ofStatement = Type.Object({ ...environmentParams, statement_name: text(255, 'Name of the statement.') })

export const statementLogs = {
  list: defineOperation({
    operationId: 'statement-logs.list', method: 'GET', path: `${path}/logs`, tag, scope: 'organization', access: 'read',
    summary: 'Read the last lines of the processes of the statement’s compute pool',
    params: ofStatement,
    query: Type.Object({
      role: Type.Optional(oneOf(['jobmanager', 'gateway', 'taskmanager'])),
      tail_bytes: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_048_576, default: 65_536 })),
      workers: Type.Optional(Type.Integer({ minimum: 1, maximum: 20, default: 5, description: 'Processes at most, newest first.' })),
    }),
    success: { status: 200, description: 'Logs, newest process first.', schema: WorkerLogList, example: examples.listOne('WorkerLog', 'headgate/v1', '/headgate/v1/…/logs', examples.workerLog) },
  }),
}

export const statementEvents = {
  list: defineOperation({
    operationId: 'statement-events.list', method: 'GET', path: `${path}/events`, tag, scope: 'organization', access: 'read',
    summary: 'Read what happened to a statement, oldest first',
    params: ofStatement,
    query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 1000 })) }),
    success: { status: 200, description: 'Events.', schema: StatementEventList, example: examples.listOne('StatementEvent', 'headgate/v1', '/headgate/v1/…/events', examples.statementEvent) },
  }),
}

export const statementResolutions = {
  create: defineOperation({
    operationId: 'statement-resolutions.create', method: 'POST', path: `${path}/resolutions`, tag, scope: 'organization', access: 'write',
    summary: 'Decide about a parked statement',
    params: ofStatement, body: Resolution, bodyExample: { choice: 'run-again' },
    success: { status: 202, description: 'The statement.', schema: Statement, example: examples.statement },
    errors: [409],
  }),
}

export const environmentDefaults = {
  read: defineOperation({
    operationId: 'environment-defaults.read', method: 'GET', path: `${environmentPath}/defaults`, tag, scope: 'organization', access: 'read',
    summary: 'Read what tables without a connector get',
    params: ofEnvironment,
    success: { status: 200, description: 'The defaults.', schema: EnvironmentDefaults, example: examples.environmentDefaults },
  }),
  change: defineOperation({
    operationId: 'environment-defaults.change', method: 'PATCH', path: `${environmentPath}/defaults`, tag, scope: 'organization', access: 'write',
    summary: 'Change what tables without a connector get',
    params: ofEnvironment, body: EnvironmentDefaultsChange, bodyExample: { kafka_connection: 'orders-kafka' },
    success: { status: 200, description: 'The defaults.', schema: EnvironmentDefaults, example: examples.environmentDefaults },
    errors: [409, 422],
  }),
}
