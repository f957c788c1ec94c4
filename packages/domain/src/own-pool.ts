import { newPoolIntent, newPoolObserved, newPoolStatus } from './new-pool.ts'
import type { Pool } from './pool.ts'
import type { Statement } from './statement.ts'

/**
 * The name of a statement's own pool, the same each time that it comes to this pool. Twelve hexadecimal digits of the uid: eight would meet twice among some ten
 * thousand statements. Short enough to be part of names in Kubernetes.
 */
export const ownPoolIdOf = (computePoolId: string, statementUid: string): string => `${computePoolId}-${statementUid.replaceAll('-', '').slice(0, 12)}`

/** Whether a statement gets a Flink cluster of its own in a pool. Queries, DDL and what is only planned share that of the pool; what was refused needs none. */
export const needsOwnPool = (pool: Pick<Pool, 'spec'>, statement: Pick<Statement, 'class' | 'dryRun'> & { intent: Pick<Statement['intent'], 'rest'> }): boolean =>
  pool.spec.type === 'DEDICATED' && statement.class === 'insert' && !statement.dryRun && statement.intent.rest !== 'failed'

/** The own pool of a statement, as it is born with it or with its move there. Its budget is that of the DEDICATED pool, which alone grants slots. */
export const newOwnPool = (pool: Pool, statement: Pick<Statement, 'uid'>, nowMs: number): Omit<Pool, 'intentVersion' | 'specVersion' | 'updatedAtMs'> => ({
  organizationId: pool.organizationId,
  environmentId: pool.environmentId,
  id: ownPoolIdOf(pool.id, statement.uid),
  ownOf: { statementUid: statement.uid, computePoolId: pool.id },
  spec: { ...pool.spec, type: undefined, defaultPool: false },
  createdAtMs: nowMs,
  intent: newPoolIntent(),
  observed: newPoolObserved(nowMs),
  status: newPoolStatus(),
})
