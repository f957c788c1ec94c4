import { randomUUID } from 'node:crypto'
import type { Kafka } from 'kafkajs'
import { waitUntil } from '../wait-until.ts'

/** One message that was read. */
export interface ConsumedMessage {
  partition: number
  /** Within the partition. */
  offset: bigint
  key: string | null
  value: string | null
  headers: Record<string, string>
  timestampMs: number
}

/** When reading ends. */
export interface ConsumeOptions {
  /** Enough messages. Default: no such end. */
  count?: number
  /** Nothing new for this long, counted from when reading began. Default 3,000 ms, or 30,000 ms if `count` is given. */
  idleMs?: number
  /** Throw after this, whatever comes. Default 120,000 ms. */
  timeoutMs?: number
}

/**
 * Reads a topic from its beginning with a group of its own, committed messages only.
 * @returns what was read until the end, ordered by partition and offset; more than `count` if more was there in the same batch.
 */
export async function consumeTopic(client: Kafka, topic: string, options: ConsumeOptions = {}): Promise<ConsumedMessage[]> {
  const { count = Number.POSITIVE_INFINITY, timeoutMs = 120_000 } = options
  const idleMs = options.idleMs ?? (options.count === undefined ? 3_000 : 30_000)
  // By place: a client that starts over reads again what it had read, and that is not there twice.
  const read = new Map<string, ConsumedMessage>()
  let lastNewsAtMs: number | undefined
  let crash: Error | undefined
  const groupId = `testbed-${randomUUID()}`
  const consumer = client.consumer({ groupId, readUncommitted: false, maxWaitTimeInMs: 200 })
  consumer.on(consumer.events.GROUP_JOIN, () => void (lastNewsAtMs = Date.now()))
  // A young broker refuses for a moment (its coordinator loads): the client then starts over by itself.
  consumer.on(consumer.events.CRASH, (event) => {
    if (!event.payload.restart) crash = event.payload.error
  })
  await consumer.connect()
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition, message }) => {
        lastNewsAtMs = Date.now()
        read.set(`${partition} ${message.offset}`, {
          partition,
          offset: BigInt(message.offset),
          key: message.key?.toString() ?? null,
          value: message.value?.toString() ?? null,
          headers: Object.fromEntries(Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)])),
          timestampMs: Number(message.timestamp),
        })
      },
    })
    await waitUntil(`messages of topic ${topic}`, timeoutMs, () => {
      if (crash !== undefined) throw crash
      return read.size >= count || (lastNewsAtMs !== undefined && Date.now() - lastNewsAtMs > idleMs) || undefined
    })
  } finally {
    await consumer.disconnect()
  }
  return [...read.values()].toSorted((one, other) => one.partition - other.partition || Number(one.offset - other.offset))
}
