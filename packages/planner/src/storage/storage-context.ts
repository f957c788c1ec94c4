import { environmentKey } from '@headgate/domain'
import type { HandedOverDirectory, Snapshot, SnapshotAttempt, Statement, StorageDeletion, StorageMark, StorageStatement, Tenant } from '@headgate/domain'
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
  /** By the key of each directory that is a snapshot's own. Two may claim one: a checkpoint that was adopted and registered at the same time. */
  owners: ReadonlyMap<string, readonly Snapshot[]>
  /** Uids of statements that any snapshot is of. */
  statementsOfSnapshots: ReadonlySet<string>
  marks: ReadonlyMap<string, StorageMark>
  /** Keys of what was deleted lately. */
  deleted: ReadonlySet<string>
  /** Ids of snapshots among that: what their earlier attempts still write is remains too. */
  deletedSnapshots: ReadonlySet<string>
  /** Snapshots that are deleted in this scan: all was checked once more. */
  confirmed: ReadonlySet<string>
  /** A snapshot that somebody adopted was not read yet: it may name any file of the environment. */
  hasUnread: boolean
  /** Directories that statements are restored from or would go on from, whatever is known of them as snapshots. */
  needed: ReadonlySet<string>
  /** What holds of a key by the directories that it lies in. */
  above: (key: string) => Above
}

export interface Above {
  /** The snapshots in whose own directories it lies, innermost directory first. */
  owners: readonly { snapshot: Snapshot; directoryKey: string }[]
  /** A directory of it is `needed`. */
  isNeeded: boolean
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
  needed: Iterable<string>
}

export function createStorageContext(input: StorageContextInput): StorageContext {
  const owners = new Map<string, Snapshot[]>()
  for (const snapshot of input.snapshots) {
    for (const key of ownDirectories(snapshot)) {
      const rivals = owners.get(key)
      if (rivals === undefined) owners.set(key, [snapshot])
      else rivals.push(snapshot)
    }
  }
  const live = input.statements.filter((statement) => hasLiveJob(statement))
  const needed = new Set(input.needed)
  const root = environmentKey(input.tenant)
  return {
    nowMs: input.nowMs,
    settings: input.settings,
    environmentKey: root,
    statements: new Map(input.statements.map((statement) => [statement.uid, statement])),
    liveJobIds: new Set(live.flatMap((statement) => statement.intent.generation?.jobId ?? [])),
    directories: new Map(input.directories.map((directory) => [directory.key, directory])),
    snapshots: new Map(input.snapshots.map((snapshot) => [snapshot.id, snapshot])),
    owners,
    statementsOfSnapshots: new Set(input.snapshots.flatMap((snapshot) => snapshot.statement?.uid ?? [])),
    marks: new Map(input.marks.map((mark) => [mark.key, mark])),
    deleted: new Set(input.deletions.map((deletion) => deletion.key)),
    deletedSnapshots: new Set(input.deletions.flatMap(({ key }) => attemptKeyPattern.exec(key)?.[1] ?? [])),
    confirmed: new Set(input.confirmed),
    hasUnread: input.snapshots.some(({ trigger, state }) => trigger === 'adopted' && state === 'WRITTEN'),
    needed,
    above: createAbove(root, owners, needed),
  }
}

/**
 * The directories that are a snapshot's own: what lies in them is its, whether or not it is named by its `_metadata`. Those of all its attempts, the
 * newest first. What could not be read belongs to nobody: it was not written for the snapshot, but found.
 */
export function ownDirectories({ intent, state, trigger }: Pick<Snapshot, 'intent' | 'state' | 'trigger'>): string[] {
  const isFound = trigger !== 'exported' && (state === 'FAILED' || state === 'CANCELLED')
  return [...(isFound || intent.directoryKey === undefined ? [] : [intent.directoryKey]), ...(intent.attempt === undefined ? [] : attemptDirectories(intent.attempt))]
}

/** Attempts of a snapshot lie side by side, told apart by their number; each stop has a trigger id, and a snapshot, of its own. */
function attemptDirectories({ directoryKey, attempt }: SnapshotAttempt): string[] {
  const match = attemptKeyPattern.exec(directoryKey)
  if (match === null) return [directoryKey]
  const stem = directoryKey.slice(0, directoryKey.lastIndexOf('-'))
  return Array.from({ length: attempt }, (_, index) => `${stem}-${attempt - index}`)
}

const attemptKeyPattern = /\/snapshots\/([0-9a-f-]{36})-\d+$/

/** The snapshots in whose own directories a key lies, innermost directory first. */
export const ownersOf = (key: string, { above }: Pick<StorageContext, 'above'>): Above['owners'] => above(key).owners

/** Files lie side by side in their directories: what was found of the newest ones is remembered. */
const rememberedMax = 256

function createAbove(root: string, owners: StorageContext['owners'], needed: StorageContext['needed']): StorageContext['above'] {
  const remembered = new Map<string, Above>()
  return (key) => {
    const directory = key.slice(0, key.lastIndexOf('/'))
    let found = remembered.get(directory)
    if (found === undefined) {
      const directories = directoriesAbove(key, root)
      found = { owners: directories.flatMap((directoryKey) => (owners.get(directoryKey) ?? []).map((snapshot) => ({ snapshot, directoryKey }))), isNeeded: directories.some((each) => needed.has(each)) }
      if (remembered.size >= rememberedMax) remembered.clear()
      remembered.set(directory, found)
    }
    return found
  }
}

/** The directories that a key lies in, below the environment's own, innermost first. */
function directoriesAbove(key: string, root: string): string[] {
  const found: string[] = []
  for (let end = key.lastIndexOf('/'); end > root.length; end = key.lastIndexOf('/', end - 1)) found.push(key.slice(0, end))
  return found
}
