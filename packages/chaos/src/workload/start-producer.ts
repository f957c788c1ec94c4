import { setTimeout as sleep } from 'node:timers/promises'
import type { TestKafka } from '@headgate/testbed'
import { keys, partitions } from './ledger.ts'

/** Sends without a break, whatever happens to the broker, until it is stopped. */
export interface Producer {
  /** How many were sent and acknowledged. A batch without an answer may be there too, or twice: what counts is what is in the topic. */
  acknowledged(): number
  /** Sends so many at once, between two batches. */
  burst(count: number): void
  stop(): Promise<void>
}

const batchSize = 20
const pauseMs = 150

export function startProducer(kafka: TestKafka, topic: string): Producer {
  let isStopped = false
  let next = 0
  let acknowledged = 0
  let wanted = 0
  const send = async (count: number): Promise<void> => {
    const messages = Array.from({ length: count }, (_, index) => {
      const id = next + index
      const k = id % keys
      return { value: JSON.stringify({ id, k }), partition: k % partitions }
    })
    next += count
    try {
      await kafka.produce(topic, messages, { quickToFail: true })
      acknowledged += count
    } catch {
      // The broker is down or paused: the next batch has new ids.
    }
  }
  const loop = (async () => {
    while (!isStopped) {
      const extra = wanted
      wanted = 0
      await send(batchSize + extra)
      await sleep(pauseMs)
    }
  })()
  return {
    acknowledged: () => acknowledged,
    burst: (count) => void (wanted += count),
    async stop() {
      isStopped = true
      await loop
    },
  }
}
