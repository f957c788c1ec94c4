import type { SnapshotPolicy } from '@headgate/domain'
import { nextScheduledMs } from '@headgate/schedule'
import type { Links } from '../http/links.ts'
import { snapshotPolicyPath } from './paths.ts'
import { renderTime } from './time.ts'

/** A policy as the wire shows it. */
export function renderSnapshotPolicy(policy: SnapshotPolicy, links: Links, nowMs: number) {
  const { schedule, statementName, drillEveryMs } = policy
  // An interval counts from the newest snapshot of each statement: there is no one time.
  const nextMs = schedule?.kind === 'cron' ? nextScheduledMs(schedule, nowMs) : undefined
  return {
    api_version: 'headgate/v1',
    kind: 'SnapshotPolicy',
    name: policy.name,
    organization_id: policy.organizationId,
    environment_id: policy.environmentId,
    metadata: {
      self: links.to(snapshotPolicyPath(policy, policy.name)),
      created_at: renderTime(policy.createdAtMs),
      updated_at: renderTime(policy.updatedAtMs),
      resource_version: String(policy.version),
    },
    spec: {
      ...(statementName === undefined ? {} : { statement_name: statementName }),
      ...(schedule === undefined ? {} : { schedule: schedule.kind === 'cron' ? { cron: schedule.expression, time_zone: schedule.timeZone } : { every_seconds: schedule.everyMs / 1_000 } }),
      format: policy.format,
      keep_last: policy.keepLast,
      keep_for_seconds: policy.keepForMs / 1_000,
      keep_after_deletion_seconds: policy.keepAfterDeletionMs / 1_000,
      trash_seconds: policy.trashMs / 1_000,
      ...(drillEveryMs === undefined ? {} : { drill_every_seconds: drillEveryMs / 1_000 }),
      deletion_paused: policy.deletionPaused,
    },
    status: nextMs === undefined ? {} : { next_at: renderTime(nextMs) },
  }
}
