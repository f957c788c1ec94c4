import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Clock, Ids } from '@headgate/ports'

/** The machine's clock. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: async (delayMs, signal) => {
    await delay(delayMs, undefined, { signal }).catch(() => undefined)
  },
}

/** Ids that nobody can guess. */
export const systemIds: Ids = {
  uuid: () => randomUUID(),
  token: (length) => Array.from({ length }, () => 'abcdefghijklmnopqrstuvwxyz0123456789'.charAt(randomInt(36))).join(''),
  hex32: () => randomBytes(16).toString('hex'),
}
