import type { Failure, Snapshot } from '@headgate/domain'
import { withVerification } from '@headgate/domain'
import type { Turn } from '../deps.ts'
import { changeOf, fail } from './change.ts'
import { checkFiles } from './check-files.ts'
import { readContent } from './read-content.ts'

/** A snapshot is complete when its `_metadata` was read back, and not before. What was not written by us is complete when its files are there too; of what may have been left half, it is told. */
export async function readBack(turn: Turn, snapshot: Snapshot): Promise<Failure | undefined> {
  const { deps } = turn
  const read = await readContent(snapshot, deps)
  if (!read.ok) {
    if (read.reason === 'rejected' || read.reason === 'not-found' || read.reason === 'limit') await fail(turn, 'read-back', snapshot, read)
    else turn.note('read-back', read)
    return read
  }
  const { metadata, content, shared } = read.value
  const isForeign = snapshot.trigger === 'adopted' || snapshot.trigger === 'exported'
  // A generation may have been lost while it discarded a checkpoint, and what failed may have been cleaned up in part.
  const checked = isForeign || snapshot.trigger === 'retained' || snapshot.observed.failure !== undefined ? await checkFiles(turn, read.value) : undefined
  if (checked?.ok === false) {
    turn.note('read-back', checked)
    return checked
  }
  if (isForeign && checked?.value.isGood === false) {
    await fail(turn, 'read-back', snapshot, checked.value)
    return undefined
  }
  // What lies there says itself what it is; who adopts it may not know.
  const kind = snapshot.trigger === 'adopted' && metadata.kind !== 'unknown' ? metadata.kind : snapshot.kind
  const completed = changeOf(snapshot, {
    state: 'COMPLETED',
    observed: {
      content,
      completedAtMs: snapshot.observed.completedAtMs ?? deps.clock.nowMs(),
      ...(checked === undefined ? {} : { verifications: withVerification(snapshot.observed.verifications, checked.value) }),
    },
  })
  const stored = await deps.store.completeSnapshot(turn.lease(), { ...completed, kind, ...(metadata.format === 'unknown' ? {} : { format: metadata.format }) }, shared)
  turn.note('read-back', stored.ok ? undefined : stored)
  return stored.ok ? undefined : stored
}

