/** What the API showed of a statement. */
export interface Shown {
  phase: string
  detail: string
  /** Reasons. */
  warnings: string[]
  waitingFor?: string
}

/** One look at a statement through the API: what it showed, or how it did not answer. */
export type ShownSample = { atMs: number; shown: Shown } | { atMs: number; error: string; status?: number; hasRetryAfter?: boolean }

/**
 * What was so, found by looking at the processes and by asking the JobManager itself. `running`: it says that all tasks of the statement's job run, and a
 * TaskManager lives. `down`: surely not so. `unknown`: the JobManager lives and does not answer.
 */
export interface TruthSample {
  atMs: number
  state: 'running' | 'down' | 'unknown'
  /** In words, for the timeline. */
  why: string
  /** Live jobs of the statement; undefined while unknown. */
  liveJobs?: number
}

export interface EventShown {
  at: string
  type: string
  reason: string
  message: string
}

/** Everything that was seen of one statement through one cell. */
export interface Chronicle {
  name: string
  shown: ShownSample[]
  truth: TruthSample[]
  /** As listed last, oldest first. */
  events: EventShown[]
  /** Everything that was ever shown in words: bodies of statements, events and refusals. */
  texts: Set<string>
  /** What the pool showed, at changes. */
  pool: { atMs: number; text: string }[]
}
