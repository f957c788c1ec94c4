import type { Clock } from '@headgate/ports'
import { createTimeHeap } from './time-heap.ts'
import type { TimeEntry } from './time-heap.ts'

/** A clock that stands still until a test moves it. */
export interface VirtualClock extends Clock {
  /** Runs `run` when the time has come; returns what takes it back. For fakes that live on the clock. */
  schedule(delayMs: number, run: () => void): () => void
  /**
   * Moves time on, from one due sleeper to the next, in order of their time and then of their asking. Everything that a sleeper's
   * waking starts (and that does not sleep itself) is done before the next one wakes.
   */
  advance(deltaMs: number): Promise<void>
  /**
   * Moves time on until `work` settles, and returns its outcome. Throws when `limitMs` of virtual time pass without that, or when
   * nothing sleeps any more and the work still waits (for something that will never come).
   */
  drive<T>(work: Promise<T>, limitMs?: number): Promise<T>
  /** How many sleepers and scheduled callbacks wait. */
  waiting(): number
}

const driveLimitMs = 60 * 60_000

/** Makes a virtual clock that shows `startMs`. */
export function createVirtualClock(startMs: number): VirtualClock {
  let nowMs = startMs
  let asked = 0
  const entries = createTimeHeap()

  const schedule = (delayMs: number, run: () => void) => {
    const entry: TimeEntry = { atMs: nowMs + Math.max(0, delayMs), order: asked++, run }
    entries.push(entry)
    return () => entries.remove(entry)
  }
  const next = () => entries.first()

  const fire = async (entry: TimeEntry) => {
    entries.remove(entry)
    nowMs = Math.max(nowMs, entry.atMs)
    entry.run()
    await settle()
  }

  return {
    nowMs: () => nowMs,
    schedule,
    waiting: () => entries.size(),
    sleep(delayMs, signal) {
      return new Promise((resolve) => {
        if (signal?.aborted === true) return resolve()
        const cancel = schedule(delayMs, () => {
          signal?.removeEventListener('abort', abort)
          resolve()
        })
        const abort = () => {
          cancel()
          resolve()
        }
        signal?.addEventListener('abort', abort, { once: true })
      })
    },
    async advance(deltaMs) {
      const untilMs = nowMs + deltaMs
      await settle()
      for (let entry = next(); entry !== undefined && entry.atMs <= untilMs; entry = next()) await fire(entry)
      nowMs = Math.max(nowMs, untilMs)
    },
    async drive(work, limitMs = driveLimitMs) {
      const untilMs = nowMs + limitMs
      let settled = false
      const done = () => void (settled = true)
      work.then(done, done)
      for (await settle(); !settled; ) {
        const entry = next()
        if (entry === undefined) throw new Error('The work waits, but nothing sleeps on the virtual clock that could wake it.')
        if (entry.atMs > untilMs) throw new Error(`The work was not done within ${limitMs} ms of virtual time.`)
        await fire(entry)
      }
      return work
    },
  }
}

/** A macrotask boundary: every promise that can go on has gone on. Twice, because one continuation may queue another. */
async function settle(): Promise<void> {
  for (let round = 0; round < 2; round++) await new Promise<void>((resolve) => setImmediate(resolve))
}
