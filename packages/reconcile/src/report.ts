import type { Failure } from '@headgate/domain'
import type { WorkKey } from '@headgate/ports'

/** What one turn on a key did; the application logs it. */
export interface Report {
  key: WorkKey
  outcome: 'done' | 'leased-elsewhere' | 'gone' | 'superseded' | 'failed'
  /** Kinds of the actions that were executed, in order. */
  actions: string[]
  /** Expected failures on the way, already answered by the next pass. */
  failures: { action: string; failure: Failure }[]
  nextDueAtMs?: number
}
