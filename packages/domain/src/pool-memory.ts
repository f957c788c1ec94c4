/** A TaskManager of a pool that ran out of memory. */
export interface MemoryLoss {
  workerId: string
  atMs: number
  /** What there was none of, as the JVM says it, such as `Java heap space` or `Metaspace`. */
  memory: string
  /** The thread that asked for it. */
  thread?: string
  /** Uids of the statements whose tasks that thread may belong to; none where it is no task's. */
  suspects: string[]
  /** Uids of the statements whose jobs may have had tasks in it. */
  present: string[]
}

/** A statement that was found to run the pool's TaskManagers out of memory. */
export interface MemoryCulprit {
  uid: string
  name: string
  atMs: number
  /** `task`: its tasks asked for the memory each time; `alone`: it was the only one; `newest`: the newest, where no other sign was found. */
  how: 'task' | 'alone' | 'newest'
  losses: number
  /** The first of these losses. */
  sinceMs: number
  memory: string
  thread?: string
}

/** The pool runs its statements one at a time to find the one. */
export interface MemoryIsolation {
  sinceMs: number
  /** Uids still to be tried; the first one alone may run. */
  queue: string[]
  /** Who runs alone for so long is cleared. */
  testMs: number
  /** Since when no other job is left. */
  aloneSinceMs?: number
}

/** What a pool has decided about its losses of memory. */
export interface MemoryIntent {
  /** Losses up to then are dealt with. */
  judgedUpToMs: number
  culprits: MemoryCulprit[]
  isolation?: MemoryIsolation
  /** When every statement had been tried alone in vain. */
  inVainAtMs?: number
}
