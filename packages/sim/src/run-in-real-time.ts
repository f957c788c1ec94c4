import type { VirtualClock } from './virtual-clock.ts'

/** A virtual clock that moves by itself. */
export interface RunningClock {
  /** Lets it stand still again, after what is under way. */
  stop(): Promise<void>
}

const tickMs = 5

/**
 * Moves a virtual clock on with the real one, `speed` times as fast: for tests that go through sockets or wait in real time. What
 * happens is not repeatable then.
 */
export function runInRealTime(clock: VirtualClock, speed = 1): RunningClock {
  let stopped = false
  let lastMs = performance.now()
  const run = async () => {
    while (!stopped) {
      await new Promise((resolve) => setTimeout(resolve, tickMs))
      const nowMs = performance.now()
      await clock.advance((nowMs - lastMs) * speed)
      lastMs = nowMs
    }
  }
  const running = run()
  return {
    async stop() {
      stopped = true
      await running
    },
  }
}
