import { startStand } from './start-stand.ts'
import type { Stand } from './start-stand.ts'

/** Keeps one stand for many cells, and makes another one when it was spent. */
export interface StandKeeper {
  get(): Promise<Stand>
  discard(): Promise<void>
}

export function createStandKeeper(): StandKeeper {
  let stand: Promise<Stand> | undefined
  return {
    async get() {
      stand ??= startStand()
      return await stand
    },
    async discard() {
      const spent = stand
      stand = undefined
      // One that could not be started has cleaned up itself.
      const started = await spent?.catch(() => undefined)
      await started?.end()
    },
  }
}
