import type { Listening, WakePort, WorkKey } from '@headgate/ports'
import { parseWorkKey, renderWorkKey } from '@headgate/ports'
import { delayedSlotMs } from './delayed-slot.ts'
import { postgresHome } from './postgres-home.ts'
import { createProblemLog } from './problem-log.ts'
import type { WakeLog } from './problem-log.ts'
import type { WakeQueue } from './queue-home.ts'
import { queueName } from './queue-name.ts'
import { parseQueueUrl } from './queue-url.ts'
import { redisHome } from './redis/redis-home.ts'

export interface BullWakeOptions {
  /** Of Postgres, after `migrateQueue`, or of Redis: `redis://…`, `rediss://…`. */
  url: string
  /** Begins the names of the queues: two deployments on one server need two. Letters, digits and dashes. */
  prefix: string
  /** Milliseconds since the epoch, to place delayed wakes. */
  nowMs: () => number
  log: WakeLog
}

/** The wake port, and its end. */
export interface BullWake extends WakePort {
  /** Ends every listener (each waits for its looks under way) and the connections, within some seconds after the looks whatever state the server is in. */
  close(): Promise<void>
}

/**
 * Signals on BullMQ, one queue for each kind of key.
 * - At once: one waiting signal for a key, however often it is woken; a wake while the key is being looked at makes one more look
 *   after it (BullMQ keeps the last of them and adds it when the job ends).
 * - Delayed: one signal per key and slot of time (see `delayedSlotMs`), beside the one at once, so that none puts off another.
 * Nothing is retried or kept: whoever needs another look asks for it, and Postgres knows what is due.
 */
export function createBullWake(options: BullWakeOptions): BullWake {
  const { prefix } = options
  const url = parseQueueUrl(options.url)
  if (!url.ok) throw new Error(url.message)
  if (!/^[A-Za-z0-9-]{1,40}$/.test(prefix)) throw new Error('The prefix of the queues takes 1 to 40 letters, digits and dashes.')
  const log = createProblemLog(options.log, options.nowMs)
  const tell = (what: string, error: unknown): void => log.tell({ what, error: textOf(error) }, 'the queue has a problem')
  const home = url.value === 'redis' ? redisHome(options.url, prefix, tell) : postgresHome(options.url, tell)
  const queues = new Map<WorkKey['kind'], WakeQueue>()
  const listeners = new Set<Listening>()
  const queueOf = (kind: WorkKey['kind']): WakeQueue => {
    const known = queues.get(kind)
    if (known !== undefined) return known
    const queue = home.openQueue(queueName(prefix, kind))
    queues.set(kind, queue)
    return queue
  }

  return {
    async wake(key, delayMs = 0) {
      const text = renderWorkKey(key)
      try {
        const common = { attempts: 1, removeOnComplete: true, removeOnFail: true }
        if (delayMs <= 0) {
          await queueOf(key.kind).add('wake', { key: text }, { ...common, deduplication: { id: text, keepLastIfActive: true } })
          return
        }
        const nowMs = options.nowMs()
        const slotMs = delayedSlotMs(nowMs, delayMs)
        // An id of its own is enough: at its slot it is looked at, and wakes from then on have later slots.
        await queueOf(key.kind).add('wake', { key: text }, { ...common, delay: slotMs - nowMs, jobId: `${text}@${slotMs}` })
      } catch (error) {
        log.tell({ key: text, error: textOf(error) }, 'a wake was not sent: the scan will find its key')
      }
    },

    async listen(kind, concurrency, onWake) {
      const worker = await home.openWorker(queueName(prefix, kind), concurrency, async (message) => {
        const key = parseWorkKey(message.key)
        if (key === undefined) return log.tell({ kind, error: 'no key' }, 'a signal held no key: dropped')
        try {
          await onWake(key)
        } catch (error) {
          log.tell({ key: message.key, error: textOf(error) }, 'a look ended with an error')
        }
      })
      let stopping: Promise<void> | undefined
      const listening: Listening = {
        stop: () => {
          stopping ??= worker.close().finally(() => listeners.delete(listening))
          return stopping
        },
      }
      listeners.add(listening)
      return listening
    },

    async close() {
      await Promise.all([...listeners].map((listening) => listening.stop()))
      await Promise.all([...queues.values()].map((queue) => queue.close()))
      queues.clear()
      await home.close()
    },
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
