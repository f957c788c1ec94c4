import { setTimeout as sleep } from 'node:timers/promises'
import { Queue } from 'bullmq'
import type { QueueHome, TellProblem, WakeMessage } from '../queue-home.ts'
import { checkRedis } from './check-redis.ts'
import { openRedisClient } from './redis-client.ts'
import { openRedisWorker } from './redis-worker.ts'

/** A signal that is not in by then is left to the scan. */
const addWithinMs = 2_000
/** How long the first connection is waited for before Redis counts as away. */
const firstConnectionMs = 2_000
/** Nobody reads the events that BullMQ keeps; by default it keeps 10,000 of each queue. */
const eventsMax = 100

/**
 * The queue in Redis, below the keys `prefix:…`. Connections of a process: one for all signals that it sends, and two for each kind that it listens for (one to wait, one for the rest). So an API
 * has 1, a controller, which listens for four kinds, 9, a keeper of snapshots 3.
 * While Redis is away, or hangs, a signal is refused at once or within 3 s, and nothing piles up; whoever listens comes back by itself, to a Redis that has lost everything too.
 */
export function redisHome(url: string, prefix: string, tell: TellProblem): QueueHome {
  const sender = openRedisClient(url, { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: addWithinMs, connectionName: `${prefix}:sender` })
  let hasTried = false
  const firstTry = new Promise<void>((resolve) => {
    const tried = (): void => {
      hasTried = true
      resolve()
    }
    sender.redis.once('ready', tried)
    sender.redis.once('close', tried)
  })
  sender.redis.on('error', (error) => tell('sender', error))
  sender.redis.once('ready', () => {
    void checkRedis(sender.redis).then((problems) => {
      for (const problem of problems) tell('settings', new Error(problem))
    })
  })

  return {
    openQueue(name) {
      let opened: Queue<WakeMessage> | undefined
      const open = (): Queue<WakeMessage> => {
        const queue = new Queue<WakeMessage>(name, { connection: sender.redis, prefix, skipVersionCheck: true, streams: { events: { maxLen: eventsMax } } })
        // Those of the connection are told by the sender.
        queue.on('error', () => undefined)
        return queue
      }
      return {
        async add(...job) {
          if (!hasTried) await Promise.race([firstTry, sleep(firstConnectionMs, undefined, { ref: false })])
          if (sender.redis.status !== 'ready') throw new Error('Redis is away.')
          opened ??= open()
          // A connection that is lost in this very moment is waited for by BullMQ, however long that takes.
          await within(opened.add(...job), addWithinMs + 1_000)
        },
        async close() {
          await opened?.close()
        },
      }
    },
    openWorker: (name, concurrency, look) => openRedisWorker({ url, prefix, name, concurrency, look, tell: (error) => tell(`worker ${name}`, error) }),
    close() {
      sender.end()
      return Promise.resolve()
    },
  }
}

/** Gives up on `work` after a while; what it brings later is dropped. */
async function within(work: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Redis takes too long.')), limitMs)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
