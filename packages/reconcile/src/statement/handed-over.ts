import { checkpointsKey } from '@headgate/domain'
import type { HandedOverDirectory, Statement, StatementObserved } from '@headgate/domain'
import { blueprintOf } from './stop-snapshots.ts'

/**
 * The checkpoint directory of a generation that is proven gone by what was observed now: nobody writes there any more, and it passes to
 * whoever keeps snapshots. A query has none of its own.
 */
export function handedOver(statement: Statement, after: StatementObserved, nowMs: number): HandedOverDirectory | undefined {
  const { generation } = statement.intent
  if (generation === undefined || statement.class === 'query' || after.goneGeneration < generation.generation || statement.observed.goneGeneration >= generation.generation) return undefined
  return directoryOf(statement, nowMs)
}

/** The same for the newest generation, whatever is known of it. */
export function directoryOf(statement: Statement, nowMs: number): HandedOverDirectory | undefined {
  const { generation } = statement.intent
  if (generation === undefined || statement.class === 'query') return undefined
  return {
    organizationId: statement.organizationId,
    environmentId: statement.environmentId,
    key: `${checkpointsKey(statement)}/${generation.jobId}`,
    statementUid: statement.uid,
    statementName: statement.name,
    generation: generation.generation,
    handedOverAtMs: nowMs,
    isWorthless: statement.scratch === true,
    blueprint: blueprintOf(statement),
  }
}
