import type { SnapshotApi, SnapshotPolicy } from '../../api/snapshot-api.ts'
import { CommandFailure } from '../../failure.ts'

/** What of a policy is given; durations in seconds. */
export interface PolicyOptions {
  statement?: string
  every?: number
  cron?: string
  timeZone?: string
  /** False: none. */
  schedule?: boolean
  canonical?: boolean
  native?: boolean
  keepLast?: number
  keepFor?: number
  keepAfterDeletion?: number
  trash?: number
  drillEvery?: number
  /** False: none. */
  drills?: boolean
  pauseDeletion?: boolean
  resumeDeletion?: boolean
}

type Spec = Partial<SnapshotPolicy['spec']>

/** Makes the policy, or changes what is given and leaves the rest. */
export async function changePolicy(api: SnapshotApi, name: string, options: PolicyOptions): Promise<SnapshotPolicy> {
  for (const [one, other] of [['every', 'cron'], ['canonical', 'native'], ['pauseDeletion', 'resumeDeletion']] as const) {
    if (options[one] !== undefined && options[other] !== undefined) throw new CommandFailure(`${flag(one)} and ${flag(other)} exclude each other.`, 2)
  }
  if (options.timeZone !== undefined && options.cron === undefined) throw new CommandFailure('--time-zone goes with --cron.', 2)
  const present = (await api.listPolicies()).find((policy) => policy.name === name)
  const spec = nextSpec(present?.spec ?? {}, options)
  if (present === undefined) return api.createPolicy({ name, spec })
  return api.replacePolicy(name, { metadata: { resource_version: present.metadata.resource_version }, spec })
}

const flag = (option: string): string => `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

function nextSpec(present: Spec, options: PolicyOptions): Spec {
  const { schedule, drill_every_seconds, ...rest } = present
  const nextSchedule = options.every !== undefined ? { every_seconds: options.every }
    : options.cron !== undefined ? { cron: options.cron, time_zone: options.timeZone ?? 'UTC' }
      : options.schedule === false ? undefined : schedule
  const nextDrill = options.drillEvery ?? (options.drills === false ? undefined : drill_every_seconds)
  const given: Spec = {
    statement_name: options.statement, format: options.canonical ? 'canonical' : options.native ? 'native' : undefined, keep_last: options.keepLast, keep_for_seconds: options.keepFor,
    keep_after_deletion_seconds: options.keepAfterDeletion, trash_seconds: options.trash, deletion_paused: options.pauseDeletion ? true : options.resumeDeletion ? false : undefined,
  }
  return {
    ...rest,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...(nextSchedule === undefined ? {} : { schedule: nextSchedule }),
    ...(nextDrill === undefined ? {} : { drill_every_seconds: nextDrill }),
  }
}
