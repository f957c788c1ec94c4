import { environmentKey } from '@headgate/domain'
import type { HandedOverDirectory, Snapshot, Statement, StorageDeletion, StorageMark, StorageStatement, Tenant } from '@headgate/domain'
import { hasLiveJob } from '../statement/live-job.ts'
import type { StorageSettings } from './storage-settings.ts'

/** What is known of an environment when its files are judged, ready to be looked up. Taken once, before the listing begins. */
export interface StorageContext {
  nowMs: number
  settings: StorageSettings
  environmentKey: string
  statements: ReadonlyMap<string, StorageStatement>
  /** Of generations that may run. */
  liveJobIds: ReadonlySet<string>
  directories: ReadonlyMap<string, HandedOverDirectory>
  snapshots: ReadonlyMap<string, Snapshot>
  /** By the key of each directory that is a snapshot's own. */
  owners: ReadonlyMap<string, Snapshot>
  /** Uids of statements that any snapshot is of. */
  statementsOfSnapshots: ReadonlySet<string>
  marks: ReadonlyMap<string, StorageMark>
  /** Keys of what was deleted lately. */
  deleted: ReadonlySet<string>
  /** Snapshots that are deleted in this scan: all was checked once more. */
  confirmed: ReadonlySet<string>
}

export interface StorageContextInput {
  tenant: Tenant
  nowMs: number
  settings: StorageSettings
  snapshots: readonly Snapshot[]
  directories: readonly HandedOverDirectory[]
  statements: readonly StorageStatement[]
  marks: readonly StorageMark[]
  deletions: readonly Pick<StorageDeletion, 'key'>[]
  confirmed: Iterable<string>
}

export function createStorageContext(input: StorageContextInput): StorageContext {
  const owners = new Map<string, Snapshot>()
  for (const snapshot of input.snapshots) {
    for (const key of ownDirectories(snapshot)) owners.set(key, snapshot)
  }
  const live = input.statements.filter((statement) => hasLiveJob(statement))
  return {
    nowMs: input.nowMs,
    settings: input.settings,
    environmentKey: environmentKey(input.tenant),
    statements: new Map(input.statements.map((statement) => [statement.uid, statement])),
    liveJobIds: new Set(live.flatMap((statement) => statement.intent.generation?.jobId ?? [])),
    directories: new Map(input.directories.map((directory) => [directory.key, directory])),
    snapshots: new Map(input.snapshots.map((snapshot) => [snapshot.id, snapshot])),
    owners,
    statementsOfSnapshots: new Set(input.snapshots.flatMap((snapshot) => snapshot.statement?.uid ?? [])),
    marks: new Map(input.marks.map((mark) => [mark.key, mark])),
    deleted: new Set(input.deletions.map((deletion) => deletion.key)),
    confirmed: new Set(input.confirmed),
  }
}

/** The directories that are a snapshot's own: what lies in them is its, whether or not it is named by its `_metadata`. */
export const ownDirectories = ({ intent }: Pick<Snapshot, 'intent'>): string[] =>
  [intent.directoryKey, intent.attempt?.directoryKey].filter((key) => key !== undefined)

/** The snapshot in whose own directory a key lies: the innermost, where one lies within another. */
export function ownerOf(key: string, { owners, environmentKey: root }: StorageContext): { snapshot: Snapshot; directoryKey: string } | undefined {
  for (let end = key.lastIndexOf('/'); end > root.length; end = key.lastIndexOf('/', end - 1)) {
    const directoryKey = key.slice(0, end)
    const snapshot = owners.get(directoryKey)
    if (snapshot !== undefined) return { snapshot, directoryKey }
  }
  return undefined
}
