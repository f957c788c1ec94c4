import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { resolveEngine } from '@headgate/flink-engine'
import type { Clock, Ids } from '@headgate/ports'
import type { ProcessLog } from '../cluster/deps.ts'

/** The machine's own time and chance, for tests with real processes. */
export const realClock: Clock = {
  nowMs: () => Date.now(),
  sleep: async (delayMs, signal) => {
    await delay(delayMs, undefined, { signal }).catch(() => undefined)
  },
}

export const realIds: Ids = {
  uuid: () => randomUUID(),
  token: (length) => Array.from(randomBytes(length), (byte) => 'abcdefghijklmnopqrstuvwxyz0123456789'[byte % 36]).join(''),
  hex32: () => randomBytes(16).toString('hex'),
}

export const silent: ProcessLog = () => undefined

/** The Java that tests start. */
export const javaCommand = process.env['HEADGATE_JAVA'] ?? 'java'

/** The engine of this user, fetched by Maven when it is not there yet. Throws when it cannot be had. */
export async function realEngine(): Promise<string> {
  const engine = await resolveEngine({ javaCommand })
  if (!engine.ok) throw new Error(`${engine.message} ${engine.detail ?? ''}`)
  return engine.value.directory
}

/** Looks again and again, and returns the first answer that is not undefined; throws with `what` when it takes too long. */
export async function waitFor<T>(look: () => Promise<T | undefined> | T | undefined, what: string, withinMs = 90_000): Promise<T> {
  for (const untilMs = Date.now() + withinMs; Date.now() < untilMs; await delay(50)) {
    const answer = await look()
    if (answer !== undefined) return answer
  }
  throw new Error(`Not seen within ${withinMs / 1000} s: ${what}`)
}
