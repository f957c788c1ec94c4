import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '@headgate/ports'

/** The clock of this machine. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: async (delayMs, signal) => {
    // An abort resolves early.
    await delay(delayMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined)
  },
}
