import { snapshotIdOf } from '@headgate/domain'
import type { NewSnapshot, Statement, StatementBlueprint } from '@headgate/domain'
import type { StatementAction } from '@headgate/planner'

/** The savepoints that this plan is about to ask Flink for, each under the id of its trigger: they exist in Postgres before they do in the store. */
export function stopSnapshots(statement: Statement, actions: readonly StatementAction[]): NewSnapshot[] {
  if (statement.scratch === true) return []
  return actions.flatMap((action) => {
    if (action.kind !== 'stop-with-savepoint') return []
    const { stop, generation } = action
    return [
      {
        organizationId: statement.organizationId,
        environmentId: statement.environmentId,
        id: snapshotIdOf(stop.triggerId),
        kind: 'savepoint' as const,
        format: 'native' as const,
        trigger: 'stop' as const,
        statement: { uid: statement.uid, name: statement.name, generation: generation.generation },
        spec: { labels: {}, pinned: false },
        state: 'IN_PROGRESS' as const,
        intent: {
          attempt: {
            attempt: stop.attempt,
            triggerId: stop.triggerId,
            directoryKey: stop.directoryKey,
            startedAtMs: stop.startedAtMs,
            generation: generation.generation,
            jobId: generation.jobId,
            computePoolId: generation.computePoolId,
            clusterGeneration: generation.clusterGeneration,
          },
          failures: 0,
        },
        observed: {},
        createdAtMs: stop.startedAtMs,
        blueprint: blueprintOf(statement),
      },
    ]
  })
}

/** What another statement needs to go on from this one's state. */
export const blueprintOf = ({ spec, observed }: Pick<Statement, 'spec' | 'observed'>): StatementBlueprint => ({
  sql: spec.sql,
  properties: spec.properties,
  computePoolId: spec.computePoolId,
  principal: spec.principal,
  ...(observed.prepared === undefined ? {} : { prepared: observed.prepared }),
})
