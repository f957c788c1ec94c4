import type { StoredObject, Verdict } from './judge-object.ts'
import type { ObjectPlace } from './read-place.ts'
import type { StorageContext } from './storage-context.ts'

/**
 * A file below a generation's checkpoint directory that no snapshot needs. While the generation may run, all of it is its
 * JobManager's. Afterwards a file may go when every checkpoint of the directory is known as a snapshot, and none names it.
 */
export function judgeCheckpointObject(object: StoredObject, place: Extract<ObjectPlace, { kind: 'checkpoint' }>, context: StorageContext): Verdict {
  const { nowMs, settings } = context
  const base = { unitKey: place.directoryKey }
  if (context.liveJobIds.has(place.jobId)) return { ...base, class: 'live', kind: 'checkpoints', fate: 'keep' }
  const directory = context.directories.get(place.directoryKey)
  const ageMs = nowMs - object.modifiedMs
  if (directory === undefined) {
    const reason = ageMs > settings.orphanAfterMs ? 'The checkpoints of a generation that nobody recorded the end of.' : 'Checkpoints whose generation is not known (yet).'
    return { ...base, class: 'orphaned', kind: 'lost-generation', fate: 'keep', reason }
  }
  if (directory.isWorthless) {
    return { ...base, class: 'orphaned', kind: 'worthless-checkpoints', fate: ageMs > settings.abortedAfterMs ? 'marked' : 'keep', reason: 'Checkpoints of a restore drill that is over.' }
  }
  if (directory.frozenBecause !== undefined) return { ...base, class: 'orphaned', kind: 'frozen', fate: 'keep', reason: `Nothing in it is deleted: ${directory.frozenBecause}` }
  if (directory.registeredAtMs === undefined) return { ...base, class: 'kept', kind: 'checkpoints', fate: 'keep' }
  if (ageMs <= settings.abortedAfterMs) return { ...base, class: 'orphaned', kind: 'checkpoints', fate: 'keep', reason: 'No snapshot needs it; it is young.' }
  switch (place.part) {
    case 'own':
      return { unitKey: place.checkpointKey ?? place.directoryKey, class: 'orphaned', kind: 'aborted-checkpoint', fate: 'marked', reason: 'A checkpoint that was not completed, or was deleted in part.' }
    case 'shared':
      return { unitKey: `${place.directoryKey}/shared`, class: 'orphaned', kind: 'unreferenced', fate: 'marked', reason: 'No snapshot names it.' }
    // What tasks own is named by no metadata, and markers belong to the directory as a whole: they go with its last snapshot.
    case 'taskowned':
    case 'other':
      return hasSnapshots(place.directoryKey, context)
        ? { ...base, class: 'kept', kind: 'checkpoints', fate: 'keep' }
        : { unitKey: `${place.directoryKey}/${place.part === 'taskowned' ? 'taskowned' : ''}`.replace(/\/$/, ''), class: 'orphaned', kind: 'empty-directory', fate: 'marked', reason: 'The directory of a generation that left no snapshot.' }
  }
}

const hasSnapshots = (directoryKey: string, { owners, confirmed }: StorageContext): boolean =>
  [...owners].some(([key, snapshots]) => key.startsWith(`${directoryKey}/`) && snapshots.some(({ id }) => !confirmed.has(id)))
