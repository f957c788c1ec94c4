import { isMarkerKey } from '@headgate/domain'
import type { Failure, Snapshot } from '@headgate/domain'
import type { BlobEntry } from '@headgate/ports'
import type { Turn } from '../deps.ts'
import { change, fail } from './change.ts'
import { readContent } from './read-content.ts'

/**
 * Copies a savepoint, whole, into a directory of its own. Its references are relative, so that the copy can be moved anywhere. `_metadata`
 * comes last, as Flink writes it: what was begun and not ended looks like what it is. Done twice it copies what is missing.
 */
export async function copySnapshot(turn: Turn, snapshot: Snapshot): Promise<void> {
  const { store, objects, clock } = turn.deps
  const step = 'copy'
  const toKey = snapshot.intent.directoryKey
  const world = await store.loadStorage(snapshot)
  if (!world.ok) return turn.note(step, world)
  const source = world.value.snapshots.find(({ id }) => id === snapshot.copyOf)
  if (toKey === undefined || source === undefined || source.state !== 'COMPLETED') return fail(turn, step, snapshot, { message: 'What was to be copied is not there any more.' })
  if (snapshot.spec.cancelRequestedAtMs !== undefined) return change(turn, step, snapshot, { state: 'CANCELLED' })
  const read = await readContent(source, turn.deps)
  if (!read.ok) return read.reason === 'unavailable' ? turn.note(step, read) : fail(turn, step, snapshot, read)
  const { directoryKey, metadata, own } = read.value
  if (metadata.references.some(({ isRelative }) => !isRelative)) {
    return fail(turn, step, snapshot, { message: 'It names files by their whole paths, so a copy would still need them: take a savepoint and export that.' })
  }
  let bytes = 0
  let files = 0
  const present = await filesBelow(turn, toKey)
  if (!(present instanceof Map)) return turn.note(step, present)
  const targetOf = (key: string): string => `${toKey}/${key.slice(directoryKey.length + 1)}`
  const all = [...own, { key: `${directoryKey}/_metadata` }]
  const targets = new Set(all.map(({ key }) => targetOf(key)))
  const strange = [...present.values()].find(({ key, modifiedMs }) => !targets.has(key) || modifiedMs < snapshot.createdAtMs - clockSkewMsMax)?.key
  // What is not of the copy would go with it one day.
  if (strange !== undefined) return refuse(turn, snapshot, `Something else lies in its destination already: ${strange.slice(toKey.length + 1)}.`)
  for (const { key } of all) {
    const lost = await turn.keepLease()
    if (lost !== undefined) return turn.note(step, lost)
    const target = targetOf(key)
    const size = await objects.stat(key)
    if (!size.ok) return size.reason === 'not-found' ? fail(turn, step, snapshot, { message: `The file ${key.slice(directoryKey.length + 1)} of the savepoint is missing.` }) : turn.note(step, size)
    if (present.get(target)?.sizeBytes !== size.value.sizeBytes) {
      const copied = await objects.copy(key, target)
      if (!copied.ok) return turn.note(step, copied)
    }
    bytes += size.value.sizeBytes
    files += 1
  }
  await change(turn, step, snapshot, { state: 'WRITTEN', observed: { uri: objects.uri(toKey), completedAtMs: source.observed.completedAtMs ?? clock.nowMs(), progress: { bytes, files, atMs: clock.nowMs() } } })
}

/** It fails, and has nothing in the store: nothing was copied, and what lies there is not its. */
function refuse(turn: Turn, snapshot: Snapshot, message: string): Promise<void> {
  const { directoryKey: _unused, ...intent } = snapshot.intent
  return change(turn, 'copy', snapshot, { state: 'FAILED', intent, observed: { failure: { attempt: 0, atMs: turn.deps.clock.nowMs(), message } } })
}

/** Between our clock and that of the store. */
const clockSkewMsMax = 60_000

async function filesBelow(turn: Turn, directoryKey: string): Promise<Map<string, BlobEntry> | Failure> {
  const files = new Map<string, BlobEntry>()
  for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
    const page = await turn.deps.objects.listPage(directoryKey, after)
    if (!page.ok) return page
    for (const entry of page.value.entries) if (!isMarkerKey(entry.key)) files.set(entry.key, entry)
    after = page.value.nextStartAfter
  }
  return files
}
