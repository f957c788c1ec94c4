import type { VirtualClock } from '../virtual-clock.ts'

/** What strikes have begun, and what ends them. */
export interface StrikeEnds {
  /** Ends a strike after this long, or when all are ended. */
  later(delayMs: number, end: () => void): void
  /** Ends all that last. */
  endStrikes(): void
}

export function createStrikeEnds(clock: Pick<VirtualClock, 'schedule'>): StrikeEnds {
  const begun = new Set<() => void>()
  return {
    later(delayMs, end) {
      const once = (): void => {
        if (!begun.delete(once)) return
        cancel()
        end()
      }
      begun.add(once)
      const cancel = clock.schedule(delayMs, once)
    },
    endStrikes: () => [...begun].forEach((end) => end()),
  }
}
