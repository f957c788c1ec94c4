import type { Statement } from '@headgate/domain'
import { isSnapshot } from '../catalog/render-session.ts'

/** Whether the newest generation may still run somewhere: it was decided on, and was not proven gone. */
export function hasLiveJob(statement: Pick<Statement, 'intent' | 'observed'>): boolean {
  const generation = statement.intent.generation
  return generation !== undefined && statement.observed.goneGeneration < generation.generation
}

/** The parallelism asked for by the statement's properties; 1 unless they say so. */
export function parallelismOf(statement: { spec: Pick<Statement['spec'], 'properties'> }): number {
  const text = statement.spec.properties['parallelism.default'] ?? statement.spec.properties['sql.parallelism']
  const value = text === undefined ? 1 : Number(text)
  return Number.isInteger(value) && value >= 1 && value <= maxParallelism ? value : 1
}

/**
 * Pinned for every statement, because state can never be restored under another one. 720 = 2^4·3^2·5 divides evenly by
 * most parallelisms a pool can have.
 */
export const maxParallelism = 720

/** Batch jobs take no checkpoints and cannot be stopped with a savepoint. */
export const isBatch = (statement: Statement): boolean => isSnapshot(statement.spec.properties)
