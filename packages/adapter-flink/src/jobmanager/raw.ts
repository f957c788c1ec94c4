import type { JobState } from '@headgate/domain'

/** What we read of Flink's REST answers (2.3); everything may be missing. */
export interface RawOverview {
  taskmanagers: number
  'slots-total': number
  'slots-available': number
  'flink-version': string
}

export interface RawJob {
  jid: string
  state: JobState
  'start-time': number
  'end-time': number
  tasks?: Record<string, number>
  'status-counts'?: Record<string, number>
  vertices?: { id: string; name: string; status: string; tasks?: Record<string, number> }[]
  plan?: { nodes?: { id: string; inputs?: unknown[] }[] }
}

export interface RawCheckpoint {
  id: number
  is_savepoint?: boolean
  latest_ack_timestamp?: number
  external_path?: string
  discarded?: boolean
  status?: string
  failure_timestamp?: number
  failure_message?: string
}

export interface RawCheckpoints {
  latest?: { completed?: RawCheckpoint | null; savepoint?: RawCheckpoint | null; restored?: { external_path?: string } | null }
  /** Newest first. */
  history?: RawCheckpoint[]
}

export interface RawExceptions {
  exceptionHistory?: { entries?: { exceptionName?: string; stacktrace?: string; timestamp?: number; taskManagerId?: string; taskName?: string }[] }
}

/** Whether every task runs, given how many are in which state: at least one runs and the others run or have finished. */
export function allRunning(counts: Record<string, number> | undefined): boolean {
  if (counts === undefined) return false
  const of = (name: string) => (counts[name] ?? 0) + (counts[name.toUpperCase()] ?? 0)
  const total = counts['total'] ?? Object.values(counts).reduce((sum, count) => sum + count, 0)
  return of('running') > 0 && of('running') + of('finished') === total
}
