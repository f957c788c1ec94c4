import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { workerOptions } from '../queue-home.ts'
import type { WakeMessage, WakeWorker } from '../queue-home.ts'
import { createFlood } from './flood.ts'
import { openRedisClient } from './redis-client.ts'
import type { RedisClient } from './redis-client.ts'

export interface RedisWorkerOptions {
  url: string
  prefix: string
  name: string
  concurrency: number
  look: (message: WakeMessage) => Promise<void>
  tell: (error: unknown) => void
}

/** Whoever starts does not wait longer for a Redis that hangs. */
const readyWithinMs = 1_000
/** How long Redis may take to be told that the last looks are done. */
const farewellMs = 1_000
/** A worker whose beginning failed (a connection that broke in the wrong moment, a server that is too old) is made anew after this. */
const renewAfterMs = 5_000
/** A server that refuses (out of memory, disk full, no rights) is asked again after this, not at once. */
const restMs = 5_000

/** Opens a worker that is there again after whatever happens to Redis. */
export async function openRedisWorker(options: RedisWorkerOptions): Promise<WakeWorker> {
  const stopping = new AbortController()
  const looks = new Set<Promise<void>>()
  const look = (message: WakeMessage): Promise<void> => {
    // What was taken from Redis while it came back during the end: the scan finds it.
    if (stopping.signal.aborted) return Promise.resolve()
    const running = options.look(message).finally(() => looks.delete(running))
    looks.add(running)
    return running
  }
  let current = beginWorker(options, look)
  void (async () => {
    while (!stopping.signal.aborted) {
      const begun = await current.ready
      if (begun || stopping.signal.aborted) return
      await current.close(() => Promise.resolve())
      await sleep(renewAfterMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (!stopping.signal.aborted) current = beginWorker(options, look)
    }
  })()
  await Promise.race([current.ready, current.refused, sleep(readyWithinMs)])

  return {
    async close() {
      stopping.abort()
      await current.close(async () => {
        while (looks.size > 0) await Promise.allSettled([...looks])
      })
    },
  }
}

interface BegunWorker {
  /** Whether it could begin; no answer comes before Redis does. */
  ready: Promise<boolean>
  /** Resolves when its first connection is refused or lost. */
  refused: Promise<void>
  /** Takes no more; says so to Redis, if that can be, once the looks under way are done. */
  close(whenLooked: () => Promise<void>): Promise<void>
}

/** One worker of BullMQ with connections of its own. */
function beginWorker({ url, prefix, name, concurrency, tell }: RedisWorkerOptions, look: (message: WakeMessage) => Promise<void>): BegunWorker {
  const clients: RedisClient[] = []
  const open = (part: string): Redis => {
    const client = openRedisClient(url, { maxRetriesPerRequest: null, connectionName: `${prefix}:${name}:${part}` })
    clients.push(client)
    return client.redis
  }
  const connection = open('worker')
  // BullMQ makes the connection that it waits on from the other; this way it is ours to end, too.
  connection.duplicate = () => open('waiting')
  const worker = new Worker<WakeMessage>(name, async (job) => await look(job.data), { connection, prefix, concurrency, ...workerOptions })
  const flood = createFlood()
  let isClosing = false
  let resting: NodeJS.Timeout | undefined
  worker.on('error', (error) => {
    if (isClosing) return
    tell(error)
    // BullMQ asks again at once when a server answers but refuses, some thousand times a second.
    if (!flood.isOneMore(performance.now()) || resting !== undefined) return
    worker.pause(true).catch(tell)
    resting = setTimeout(() => {
      resting = undefined
      worker.resume().catch(tell)
    }, restMs)
  })
  const isConnected = (): boolean => clients.every(({ redis }) => redis.status !== 'reconnecting' && redis.status !== 'connecting')
  return {
    refused: new Promise((resolve) => connection.once('close', () => resolve())),
    ready: worker.waitUntilReady().then(() => true, () => false),
    async close(whenLooked) {
      isClosing = true
      clearTimeout(resting)
      let hasClosed = false
      const closed = worker.close().finally(() => (hasClosed = true))
      await whenLooked()
      for (let waitedMs = 0; waitedMs < farewellMs && !hasClosed && isConnected(); waitedMs += farewellMs / 100) await sleep(farewellMs / 100)
      // BullMQ waits for a Redis that is away for ever, in more than one way (taskforcesh/bullmq#4656): without connections it ends.
      for (const client of clients) client.end()
      await Promise.race([closed, sleep(farewellMs)])
    },
  }
}
