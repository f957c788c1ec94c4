import { isMarkerKey } from '@headgate/domain'
import type { HandedOverDirectory, Snapshot } from '@headgate/domain'
import type { ObjectPlace, StorageContext, StoredObject, Verdict } from '@headgate/planner'

/** What a scan learns besides counting. */
export interface Discoveries {
  see(object: StoredObject, place: ObjectPlace, verdict: Verdict): void
  /** A checkpoint or savepoint that is complete, though nobody knows it as a snapshot, or its attempt is said to have failed. By the key of its unit. */
  isComplete(unitKey: string): boolean
  /** Savepoints of such attempts, by snapshot id: Flink was slower than it was waited for, or a list was late. */
  found(): ReadonlyMap<string, { directoryKey: string; modifiedMs: number }>
  /** Checkpoints turned up in directories that were thought to be known: they are looked through again. */
  unregistered(): string[]
  /** What such a checkpoint needs of its directory is not known. In the order of keys all checkpoints come before what they share. */
  isUnregistered(directoryKey: string): boolean
  /** Directories of generations whose end nobody recorded, old enough to be taken over. */
  lost(): HandedOverDirectory[]
  /** Whether anything lies in a directory, or in one of its own directories. */
  isEmpty(directoryKey: string): boolean
}

export function createDiscoveries({ environmentKey, directories, deleted, statements, nowMs, settings, owners, snapshots }: StorageContext): Discoveries {
  const complete = new Set<string>()
  const unregistered = new Set<string>()
  const found = new Map<string, { directoryKey: string; modifiedMs: number }>()
  const lost = new Map<string, { directory: HandedOverDirectory; youngestMs: number }>()
  const seen = new Set<string>()
  // The directory of the object before: most lie side by side.
  let last = ''
  return {
    see(object, place, verdict) {
      const own = object.key.slice(0, object.key.lastIndexOf('/'))
      if (own !== last) {
        last = own
        for (let end = own.length; end > environmentKey.length; end = own.lastIndexOf('/', end - 1)) {
          const parent = own.slice(0, end)
          if (directories.has(parent) || owners.has(parent)) seen.add(parent)
        }
      }
      if (place.kind === 'savepoint' && verdict.kind === 'aborted-attempt' && object.key.endsWith('/_metadata')) {
        const directoryKey = object.key.slice(0, -'/_metadata'.length)
        const failed = snapshots.get(verdict.snapshotId ?? '')
        if (failed !== undefined && isWanted(failed, place.attemptKey) && !deleted.has(directoryKey)) {
          complete.add(verdict.unitKey)
          found.set(failed.id, { directoryKey, modifiedMs: object.modifiedMs })
        }
      }
      if (place.kind !== 'checkpoint') return
      if (verdict.kind === 'aborted-checkpoint' && object.key === `${place.checkpointKey}/_metadata` && !deleted.has(place.checkpointKey ?? '')) {
        complete.add(place.checkpointKey ?? '')
        unregistered.add(place.directoryKey)
      }
      // A directory alone says nothing, and has no age: that of a generation which has begun since is just made.
      if (verdict.kind !== 'lost-generation' || isMarkerKey(object.key)) return
      const known = lost.get(place.directoryKey)
      if (known !== undefined) {
        known.youngestMs = Math.max(known.youngestMs, object.modifiedMs)
        return
      }
      const statement = statements.get(place.statementUid)
      const [, organizationId = '', , environmentId = ''] = environmentKey.split('/')
      lost.set(place.directoryKey, {
        youngestMs: object.modifiedMs,
        directory: {
          organizationId, environmentId, key: place.directoryKey, statementUid: place.statementUid, statementName: statement?.name ?? place.statementUid,
          generation: 0, handedOverAtMs: nowMs, isWorthless: false,
        },
      })
    },
    isComplete: (unitKey) => complete.has(unitKey),
    found: () => found,
    unregistered: () => [...unregistered],
    isUnregistered: (directoryKey) => unregistered.has(directoryKey),
    lost: () => [...lost.values()].filter(({ youngestMs }) => nowMs - youngestMs > settings.orphanAfterMs).map(({ directory }) => directory),
    isEmpty: (directoryKey) => !seen.has(directoryKey),
  }
}

/** It failed, and nobody has given it up since. One that was read and refused is not read again and again; what an earlier attempt wrote goes, as a later one was made. */
const isWanted = ({ state, spec, intent, observed }: Snapshot, attemptKey: string): boolean =>
  state === 'FAILED' && spec.cancelRequestedAtMs === undefined && spec.trash === undefined && observed.uri === undefined && intent.attempt?.directoryKey === attemptKey
