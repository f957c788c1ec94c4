import { defaultSnapshotPolicy, ok } from '@headgate/domain'
import type { SnapshotPolicy, SnapshotSchedule, Stored } from '@headgate/domain'
import { checkSchedule } from '@headgate/schedule'
import { problem } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'

/** A policy's spec as clients send it. */
export interface PolicySpec {
  statement_name?: string
  schedule?: { every_seconds: number } | { cron: string; time_zone?: string }
  format?: string
  keep_last?: number
  keep_for_seconds?: number
  keep_after_deletion_seconds?: number
  trash_seconds?: number
  drill_every_seconds?: number
  deletion_paused?: boolean
}

type ReadPolicy = Omit<SnapshotPolicy, keyof Stored | 'organizationId' | 'environmentId' | 'name'>

const toMs = (seconds: number | undefined, otherwiseMs: number): number => (seconds === undefined ? otherwiseMs : seconds * 1_000)

/** What a policy says, with defaults for what is absent; 422 for a schedule that is none or never comes. */
export function readPolicy(spec: PolicySpec, nowMs: number): ReadPolicy | Problem {
  const schedule = readSchedule(spec.schedule)
  if (schedule !== undefined && 'problem' in schedule) return schedule
  const checked = schedule === undefined ? ok(undefined) : checkSchedule(schedule, nowMs)
  if (!checked.ok) return problem(422, { detail: checked.message, pointer: '/spec/schedule' })
  const defaults = defaultSnapshotPolicy
  return {
    ...(spec.statement_name === undefined ? {} : { statementName: spec.statement_name }),
    ...(schedule === undefined ? {} : { schedule }),
    format: (spec.format ?? defaults.format) as SnapshotPolicy['format'],
    keepLast: spec.keep_last ?? defaults.keepLast,
    keepForMs: toMs(spec.keep_for_seconds, defaults.keepForMs),
    keepAfterDeletionMs: toMs(spec.keep_after_deletion_seconds, defaults.keepAfterDeletionMs),
    trashMs: toMs(spec.trash_seconds, defaults.trashMs),
    ...(spec.drill_every_seconds === undefined ? {} : { drillEveryMs: spec.drill_every_seconds * 1_000 }),
    deletionPaused: spec.deletion_paused ?? defaults.deletionPaused,
  }
}

function readSchedule(given: PolicySpec['schedule']): SnapshotSchedule | undefined | Problem {
  if (given === undefined) return undefined
  const isInterval = 'every_seconds' in given && given.every_seconds !== undefined
  const isCron = 'cron' in given && given.cron !== undefined
  if (isInterval && isCron) return problem(422, { detail: 'A schedule has every_seconds or cron, not both.', pointer: '/spec/schedule' })
  return isCron ? { kind: 'cron', expression: given.cron, timeZone: given.time_zone ?? 'UTC' } : { kind: 'interval', everyMs: (given as { every_seconds: number }).every_seconds * 1_000 }
}
