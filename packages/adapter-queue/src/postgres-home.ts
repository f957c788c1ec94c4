import { createPostgresBackend, Queue, withBackend, Worker } from 'bullmq'
import { workerOptions } from './queue-home.ts'
import type { QueueHome, TellProblem, WakeMessage } from './queue-home.ts'
import { defaultQueueSchema } from './queue-name.ts'

/** The queue in Postgres, in a schema of its own. Each queue and worker has a small pool and, to listen, one more connection. */
export function postgresHome(url: string, tell: TellProblem): QueueHome {
  const { Queue: PostgresQueue, Worker: PostgresWorker } = withBackend(createPostgresBackend)
  const connection = { connectionString: url, schema: defaultQueueSchema, max: 2, connectionTimeoutMillis: 5_000, keepAlive: true }
  // A broken connection shows as an event; without a listener it would end the process.
  const onError = (what: string) => (error: Error) => tell(what, error)
  return {
    openQueue(name) {
      const queue = new PostgresQueue<WakeMessage>(name, { connection })
      queue.on('error', onError(`queue ${name}`))
      return queue
    },
    async openWorker(name, concurrency, look) {
      const worker = new PostgresWorker<WakeMessage>(name, async (job) => await look(job.data), { connection, concurrency, ...workerOptions })
      worker.on('error', onError(`worker ${name}`))
      await worker.waitUntilReady()
      return worker
    },
    close: () => Promise.resolve(),
  }
}
