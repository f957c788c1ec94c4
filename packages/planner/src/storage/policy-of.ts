import { defaultSnapshotPolicy } from '@headgate/domain'
import type { Snapshot, SnapshotPolicy } from '@headgate/domain'

/** What is done about the snapshots of one statement. */
export type EffectivePolicy = Pick<SnapshotPolicy, 'schedule' | 'format' | 'keepLast' | 'keepForMs' | 'keepAfterDeletionMs' | 'trashMs' | 'drillEveryMs'> & {
  /** Absent: nobody wrote one, these are the defaults. */
  name?: string
  /** Since when it says so. */
  sinceMs: number
}

/** The policy of the statement's name, else the environment's, else the defaults. Of several the first by name holds. */
export function policyOf(policies: readonly SnapshotPolicy[], statementName: string | undefined): EffectivePolicy {
  const sorted = [...policies].sort((a, b) => (a.name < b.name ? -1 : 1))
  const found = (statementName === undefined ? undefined : sorted.find((policy) => policy.statementName === statementName)) ?? sorted.find((policy) => policy.statementName === undefined)
  return found === undefined ? { ...defaultSnapshotPolicy, sinceMs: 0 } : { ...found, sinceMs: found.updatedAtMs }
}

/** Why nothing is deleted in this environment now, if that is so. */
export const pausedBecause = (policies: readonly SnapshotPolicy[]): string | undefined => {
  const paused = policies.find((policy) => policy.deletionPaused)
  return paused === undefined ? undefined : `The policy ${paused.name} says deletion_paused.`
}

/** The statement that a snapshot's policy goes by. */
export const statementNameOf = (snapshot: Pick<Snapshot, 'statement'>): string | undefined => snapshot.statement?.name
