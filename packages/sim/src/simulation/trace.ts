import { createHash } from 'node:crypto'

/** The story of a run, and what is counted of it. */
export interface Trace {
  /** One thing that happened: who, and what. It goes into the hash; it is a line for people only if somebody listens. */
  note(who: string, what: string): void
  count(what: string): void
  counts: Record<string, number>
  hash(): string
}

/** A story without lines yet. Times are shown since `startMs`. */
export function createTrace(options: { nowMs(): number; startMs: number; onLine?: ((line: string) => void) | undefined }): Trace {
  const hash = createHash('sha256')
  const counts: Record<string, number> = {}
  return {
    note(who, what) {
      const seconds = ((options.nowMs() - options.startMs) / 1_000).toFixed(3)
      const line = `${seconds.padStart(9)} s  ${who.padEnd(14)} ${what}`
      hash.update(line).update('\n')
      options.onLine?.(line)
    },
    count: (what) => void (counts[what] = (counts[what] ?? 0) + 1),
    counts,
    hash: () => hash.copy().digest('hex').slice(0, 32),
  }
}
