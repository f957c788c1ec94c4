import type { TestKafka } from '@headgate/testbed'
import { expect } from 'vitest'
import { eventually } from './eventually.ts'

/** Numbered messages in one topic, and what a statement copies of them into another. */
export interface CountedCopies {
  /** Sends so many more, numbered on. */
  send(count: number): Promise<void>
  /** How many were sent in all. */
  sent(): number
  /** What a reader of committed records sees: each id exactly once, none missing. */
  expectExactlyOnce(what: string): Promise<void>
}

/** Of a broker that has both topics. `withinMs`: so long a copy may take. */
export function createCountedCopies(kafka: TestKafka, withinMs: number, topics = { from: 'orders', to: 'copies' }): CountedCopies {
  let sent = 0
  return {
    sent: () => sent,
    async send(count) {
      const messages = Array.from({ length: count }, (_, index) => ({ value: JSON.stringify({ id: sent + index, name: `n${sent + index}` }) }))
      for (let start = 0; start < messages.length; start += 1_000) await kafka.produce(topics.from, messages.slice(start, start + 1_000))
      sent += count
    },
    async expectExactlyOnce(what) {
      const ids = await eventually(
        `${sent} committed copies ${what}`,
        async () => {
          const copies = await kafka.consume(topics.to, { count: sent, idleMs: 3_000 })
          const found = copies.map((copy) => (JSON.parse(copy.value ?? '{}') as { id: number }).id)
          return found.length >= sent ? found : undefined
        },
        withinMs,
      )
      expect(ids.length, what).toBe(sent)
      expect(new Set(ids).size, what).toBe(sent)
    },
  }
}
