import type { JobsOptions } from 'bullmq'

/** What a message holds: the rendered key, no more. */
export interface WakeMessage {
  key: string
}

/** The verbs of a BullMQ queue that are used, the same on both homes. */
export interface WakeQueue {
  /** Rejects, and within some seconds, when the signal could not be put in. */
  add(name: string, message: WakeMessage, options: JobsOptions): Promise<unknown>
  close(): Promise<void>
}

/** Something that takes messages out of a queue and looks. */
export interface WakeWorker {
  /** Takes no more, and waits for the looks under way. Ends soon after them whether the queue can be reached or not. */
  close(): Promise<void>
}

/** Where the queue lives. What goes wrong there is told, and nothing is thrown: it comes back by itself. */
export interface QueueHome {
  openQueue(name: string): WakeQueue
  /** Resolves when it listens, or when that may take a while because the home cannot be reached. */
  openWorker(name: string, concurrency: number, look: (message: WakeMessage) => Promise<void>): Promise<WakeWorker>
  /** Ends what all of its queues have in common. They are closed before. */
  close(): Promise<void>
}

/** Told of every problem of a connection, as often as it shows. */
export type TellProblem = (what: string, error: unknown) => void

/** A worker that was killed is noticed within this and `stalledInterval`, twice at most, and its keys are looked at again; what looks renews it at half of it. As long as a lease of the loop. */
const lockMs = 30_000
const stalledIntervalMs = 10_000
/** A key whose worker dies again and again stays a key: the loop behind it decides what becomes of it. */
const stalledMax = 1_000
export const workerOptions = { lockDuration: lockMs, stalledInterval: stalledIntervalMs, maxStalledCount: stalledMax, removeOnComplete: { count: 0 }, removeOnFail: { count: 0 } }
