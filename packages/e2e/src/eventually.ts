import { setTimeout as sleep } from 'node:timers/promises'

/** Thrown by a look that has seen that waiting is in vain. */
export class InVain extends Error {}

/** Polls until `look` returns something truthy; fails with what was seen last. Waits on a condition, bounded by `withinMs`. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined | false>, withinMs = 120_000): Promise<T> {
  const until = Date.now() + withinMs
  let last: unknown
  for (;;) {
    try {
      const seen = await look()
      if (seen) return seen
      last = seen
    } catch (error) {
      if (error instanceof InVain) throw error
      last = error
    }
    if (Date.now() > until) throw new Error(`not within ${withinMs} ms: ${what}; last seen: ${last instanceof Error ? last.message : JSON.stringify(last)}`)
    await sleep(150)
  }
}
