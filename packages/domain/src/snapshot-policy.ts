import type { Stored } from './resources.ts'

/** When a policy takes snapshots. */
export type SnapshotSchedule =
  | { kind: 'interval'; everyMs: number }
  /** Five fields (minute hour day-of-month month day-of-week) in an IANA time zone. */
  | { kind: 'cron'; expression: string; timeZone: string }

/** What is done by itself about the snapshots of an environment, or of one statement of it. */
export interface SnapshotPolicy extends Stored {
  organizationId: string
  environmentId: string
  name: string
  /** Absent: every statement of the environment that has no policy of its own. */
  statementName?: string
  /** Absent: none are taken by itself. */
  schedule?: SnapshotSchedule
  format: 'canonical' | 'native'
  /** Of each statement, the newest so many stay. Never fewer than one good snapshot stays, whatever this says. */
  keepLast: number
  /** What is younger stays. */
  keepForMs: number
  /** How long the snapshots of a deleted statement stay. */
  keepAfterDeletionMs: number
  /** How long one in the trash can be taken out again. */
  trashMs: number
  /** Absent: no drills by itself. */
  drillEveryMs?: number
  /** The kill switch of this environment: while it is set nothing is deleted from the store. */
  deletionPaused: boolean
}

const hourMs = 60 * 60_000
const dayMs = 24 * hourMs

/** What holds without any policy: a week of everything, at least the newest ten of each statement, a day in the trash. */
export const defaultSnapshotPolicy = {
  format: 'native',
  keepLast: 10,
  keepForMs: 7 * dayMs,
  keepAfterDeletionMs: 7 * dayMs,
  trashMs: dayMs,
  deletionPaused: false,
} as const satisfies Partial<SnapshotPolicy>
