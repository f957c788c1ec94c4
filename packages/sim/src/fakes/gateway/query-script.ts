import type { Failure, ResultColumn, ResultRow } from '@headgate/domain'
import type { JobException } from '@headgate/ports'

/** What a test says of the statements that match, instead of what the fake would make of their text. */
export interface QueryScript {
  /** Refused while it is planned (EXPLAIN, COMPILE PLAN, submit). */
  planningFailure?: Failure
  /** Refused only when it is submitted. */
  submitFailure?: Failure
  explainText?: string
  /** COMPILE PLAN is refused, as Flink refuses what it cannot compile. */
  cannotCompile?: boolean
  columns?: ResultColumn[]
  /** The rows, or how to make the n-th one (from 0). */
  rows?: ResultRow[] | ((index: number) => ResultRow)
  /** How many rows there are in all; default: as many as in the list, endless for a function. */
  count?: number
  rowsPerSecond?: number
  /** Whether its sources end. An INSERT then runs `runMs`. */
  isBounded?: boolean
  runMs?: number
  fails?: { afterMs: number; exception: Omit<JobException, 'atMs'> }
  sourceOffsets?: Record<string, string>
}

/** What the fake runs: read from the text, then overlaid by a script. */
export interface PlannedQuery {
  columns: ResultColumn[]
  isBounded: boolean
  /** Rows may be taken back or changed. */
  isUpdating: boolean
  /** Objects that it reads, in full. */
  sources: string[]
  row(index: number): ResultRow
  /** Undefined: endless. */
  count: number | undefined
  rowsPerSecond: number
}
