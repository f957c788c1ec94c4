import type { Worker } from '@headgate/domain'
import type { PoolKey } from '@headgate/ports'
import { copy } from './stores/copy.ts'

/** One process of a fake platform. */
export interface FakeWorker {
  worker: Worker
  slots: number
  /** It does not answer, but it lives: SIGSTOP, or a cut network. */
  isPaused: boolean
  /** The platform cannot tell what became of it, as on a node that is lost. */
  isHidden: boolean
  log: string[]
  isEnding: boolean
}

/** The pool of a key or a worker, and nothing else of it. */
export const poolOf = ({ organizationId, environmentId, computePoolId }: PoolKey): PoolKey => ({ organizationId, environmentId, computePoolId })

/** Whether a worker is of this pool. */
export const isOfPool = (pool: PoolKey, worker: PoolKey): boolean =>
  worker.organizationId === pool.organizationId &&
  worker.environmentId === pool.environmentId &&
  worker.computePoolId === pool.computePoolId

/** What a platform tells of a process that it cannot see. */
export const hidden = (worker: Worker): Worker => ({ ...worker, state: 'unknown', exit: undefined })

/** The end of a worker's log. */
export const tailOf = (each: FakeWorker, tailBytes: number): string =>
  tailBytes <= 0 ? '' : Buffer.from(`${each.log.join('\n')}\n`).subarray(-tailBytes).toString()

/** The newest copies, so that a worker that did not change is copied once. */
const copies = new WeakMap<Worker, Worker>()

/** A worker that its platform changes no more. */
export function copyWorker(worker: Worker): Worker {
  const before = copies.get(worker)
  if (before !== undefined && before.state === worker.state && before.endpoint === worker.endpoint && before.isLeaving === worker.isLeaving && before.certificatesUntilMs === worker.certificatesUntilMs && (before.exit === undefined) === (worker.exit === undefined)) return before
  const made = copy(worker)
  copies.set(worker, made)
  return made
}
