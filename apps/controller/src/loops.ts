import type { WorkKey } from '@headgate/ports'

/** One instance of the loop. */
export interface Loop {
  kind: WorkKey['kind']
  /** Keys worked on at once by one controller: actions wait on other processes, so more than there are cores. */
  concurrency: number
  /** How often the full scan looks for keys that are due and were not signalled. */
  scanEveryMs: number
  /** Keys taken up per scan. */
  scanLimit: number
}

/** The index of all loops. */
export const loops: readonly Loop[] = [
  { kind: 'pool', concurrency: 8, scanEveryMs: 2_000, scanLimit: 200 },
  { kind: 'statement', concurrency: 16, scanEveryMs: 2_000, scanLimit: 500 },
  { kind: 'savepoint', concurrency: 8, scanEveryMs: 2_000, scanLimit: 200 },
  { kind: 'results', concurrency: 16, scanEveryMs: 2_000, scanLimit: 200 },
]
