import type { WorkKey } from './keys.ts'

/** Signals that hold only a key. A lost, doubled, late or reordered signal costs latency, never correctness. */
export interface WakePort {
  /** Asks that `key` be looked at, not before `delayMs` from now. Never throws: a failed signal is found by the scan. */
  wake(key: WorkKey, delayMs?: number): Promise<void>
  /** Calls `onWake` for each signal of `kind`, at most `concurrency` at a time, until stopped. */
  listen(kind: WorkKey['kind'], concurrency: number, onWake: (key: WorkKey) => Promise<void>): Promise<Listening>
}

export interface Listening {
  /** Takes no new signals and waits for those under way. */
  stop(): Promise<void>
}
