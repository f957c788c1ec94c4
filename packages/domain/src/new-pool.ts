import type { Pool, PoolIntent, PoolObserved } from './pool.ts'

/** Nothing decided: asleep, no cluster generation yet. */
export const newPoolIntent = (): PoolIntent => ({
  clusterGeneration: 0,
  awake: false,
  taskManagers: 0,
  grants: {},
  exhausted: [],
})

/** Nothing seen yet. */
export const newPoolObserved = (nowMs: number): PoolObserved => ({ workers: { state: 'unknown', sinceMs: nowMs } })

/** A new pool is PROVISIONED at once: its phase is logical, processes come on demand. */
export const newPoolStatus = (): Pool['status'] => ({ phase: 'PROVISIONED', currentCfu: 0, detail: '' })
