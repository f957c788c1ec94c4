import type { Failure, Result, SnapshotSchedule } from '@headgate/domain'
import type { Clock, Ids, Lease, ObjectPort, StorageStore, WakePort } from '@headgate/ports'
import type { StorageSettings } from '@headgate/planner'
import type { SnapshotMetadata } from '@headgate/snapshot-metadata'

/** What the platform chooses; tenants do not. */
export interface SnapshotsSettings {
  storage: StorageSettings
  leaseTtlMs: number
  /** False: nothing is deleted from the store, whatever anybody asks. The kill switch of the whole installation. */
  deletionEnabled: boolean
  /** Where the compute pools of drills are. */
  region: { cloud: string; region: string }
}

/** Everything the service needs of the world, through ports. */
export interface SnapshotsDeps {
  store: StorageStore
  objects: ObjectPort
  wake: WakePort
  clock: Clock
  ids: Ids
  /** Names the process in leases. */
  holder: string
  settings: SnapshotsSettings
  readMetadata(source: AsyncIterable<Uint8Array>): Promise<Result<SnapshotMetadata>>
  /** The first time of a schedule after `afterMs`; undefined: there is none. */
  nextScheduledMs(schedule: SnapshotSchedule, afterMs: number): number | undefined
  /** Drills under way, of all tenants: one cluster each. */
  drills: DrillSlots
}

/** Who holds a place for a drill, by snapshot id. Of this process; what is under way takes its place again after a restart. */
export interface DrillSlots {
  free(): number
  take(snapshotId: string): void
  giveBack(snapshotId: string): void
}

export function createDrillSlots(max: number): DrillSlots {
  const taken = new Set<string>()
  return {
    free: () => Math.max(0, max - taken.size),
    take: (snapshotId) => void taken.add(snapshotId),
    giveBack: (snapshotId) => void taken.delete(snapshotId),
  }
}

/** One turn on an environment's files: what its steps share. */
export interface Turn {
  deps: SnapshotsDeps
  /** The lease as it is now; a turn that takes long prolongs it. */
  lease(): Lease
  /** Prolongs the lease when a good part of it is over. A failure: somebody else may act by now, nothing more is done. */
  keepLease(): Promise<Failure | undefined>
  note(step: string, failure?: Failure): void
}
