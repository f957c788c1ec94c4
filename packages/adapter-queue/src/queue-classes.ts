import type { JobsOptions } from 'bullmq'
import { createPostgresBackend, Queue as RedisQueue, withBackend, Worker as RedisWorker } from 'bullmq'
import { defaultQueueSchema } from './queue-name.ts'

/** What a message holds: the rendered key, no more. */
export interface WakeMessage {
  key: string
}

/** The verbs of a BullMQ queue that are used, the same on both homes. */
export interface WakeQueue {
  add(name: string, message: WakeMessage, options: JobsOptions): Promise<unknown>
  close(): Promise<void>
  on(event: 'error', listener: (error: Error) => void): unknown
}

/** The verbs of a BullMQ worker that are used, the same on both homes. */
export interface WakeWorker {
  close(): Promise<void>
  on(event: 'error', listener: (error: Error) => void): unknown
  waitUntilReady(): Promise<unknown>
}

/** Where the queue lives, and how much it may take of it. */
export interface QueueHome {
  openQueue(name: string): WakeQueue
  openWorker(name: string, concurrency: number, look: (message: WakeMessage) => Promise<void>): WakeWorker
}

// A turn is bounded well below this; a worker that died is noticed within it, and its keys are looked at again.
const lockMs = 60_000
/** A key whose worker dies again and again stays a key: the loop behind it decides what becomes of it. */
const stalledMax = 1_000
const workerOptions = { lockDuration: lockMs, maxStalledCount: stalledMax, removeOnComplete: { count: 0 }, removeOnFail: { count: 0 } }

/** The queue in Postgres, in a schema of its own. Each queue and worker has a small pool and, to listen, one more connection. */
export function postgresHome(url: string): QueueHome {
  const { Queue: PostgresQueue, Worker: PostgresWorker } = withBackend(createPostgresBackend)
  const connection = { connectionString: url, schema: defaultQueueSchema, max: 2, connectionTimeoutMillis: 5_000, keepAlive: true }
  return {
    openQueue: (name) => new PostgresQueue<WakeMessage>(name, { connection }),
    openWorker: (name, concurrency, look) => new PostgresWorker<WakeMessage>(name, async (job) => await look(job.data), { connection, concurrency, ...workerOptions }),
  }
}

/** The queue in Redis. A wake is refused at once while Redis is away; a worker waits until it is back. */
export function redisHome(url: string, prefix: string): QueueHome {
  return {
    openQueue: (name) => new RedisQueue<WakeMessage>(name, { connection: { url, maxRetriesPerRequest: 1, enableOfflineQueue: false }, prefix }),
    openWorker: (name, concurrency, look) =>
      new RedisWorker<WakeMessage>(name, async (job) => await look(job.data), { connection: { url, maxRetriesPerRequest: null }, prefix, concurrency, ...workerOptions }),
  }
}
