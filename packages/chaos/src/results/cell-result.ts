import type { SelectEnd } from '../end-select.ts'
import type { LedgerCount } from '../judge/count-ledger.ts'
import type { TimelineEntry } from '../judge/render-timeline.ts'

/** One line of the result file. */
export interface CellResult {
  cell: string
  verdict: 'passed' | 'failed'
  /** The commit that was tested, with `+` when something was changed since. */
  commit: string
  at: string
  tookSeconds: number
  /** Tries until the moment was hit. */
  tries: number
  /** What was so when the signal was sent. */
  facts: string
  problems: string[]
  secondsToRunning?: number
  falselyRunningSeconds?: number
  ledger?: LedgerCount
  select?: SelectEnd
  timeline: TimelineEntry[]
}
