import { isMarkerKey } from '@headgate/domain'
import type { HandedOverDirectory } from '@headgate/domain'
import type { ObjectPlace, StorageContext, StoredObject, Verdict } from '@headgate/planner'

/** What a scan learns besides counting. */
export interface Discoveries {
  see(object: StoredObject, place: ObjectPlace, verdict: Verdict): void
  /** A checkpoint that is complete, though nobody knows it as a snapshot. */
  isComplete(checkpointKey: string): boolean
  /** Checkpoints turned up in directories that were thought to be known: they are looked through again. */
  unregistered(): string[]
  /** What such a checkpoint needs of its directory is not known. In the order of keys all checkpoints come before what they share. */
  isUnregistered(directoryKey: string): boolean
  /** Directories of generations whose end nobody recorded, old enough to be taken over. */
  lost(): HandedOverDirectory[]
  /** Whether anything lies in a directory, or in one of its own directories. */
  isEmpty(directoryKey: string): boolean
}

export function createDiscoveries({ environmentKey, directories, deleted, statements, nowMs, settings, owners }: StorageContext): Discoveries {
  const complete = new Set<string>()
  const unregistered = new Set<string>()
  const lost = new Map<string, { directory: HandedOverDirectory; youngestMs: number }>()
  const seen = new Set<string>()
  return {
    see(object, place, verdict) {
      for (let end = object.key.lastIndexOf('/'); end > environmentKey.length; end = object.key.lastIndexOf('/', end - 1)) {
        const parent = object.key.slice(0, end)
        if (directories.has(parent) || owners.has(parent)) seen.add(parent)
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
    isComplete: (checkpointKey) => complete.has(checkpointKey),
    unregistered: () => [...unregistered],
    isUnregistered: (directoryKey) => unregistered.has(directoryKey),
    lost: () => [...lost.values()].filter(({ youngestMs }) => nowMs - youngestMs > settings.orphanAfterMs).map(({ directory }) => directory),
    isEmpty: (directoryKey) => !seen.has(directoryKey),
  }
}
