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
 * While Redis is away, or hangs, a signal is refused at once or within 2 s, and nothing piles up; whoever listens comes back by itself, to a Redis that has lost everything too.
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
          await opened.add(...job)
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
