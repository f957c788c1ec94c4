import { snapshotIdOf } from '@headgate/domain'
import type { HandedOverDirectory, NewSnapshot, Snapshot } from '@headgate/domain'
import type { Turn } from '../deps.ts'
import { findMetadata } from './find-metadata.ts'
import type { FoundMetadata } from './find-metadata.ts'
import { readBack } from './read-back.ts'

/**
 * Makes snapshots of the checkpoints that a generation left. Only when all of them were read back is it known what else in the directory is
 * needed; one that cannot be read freezes it: nothing in it is deleted. `snapshots` are those that were known when the turn began.
 */
export async function registerDirectory(turn: Turn, directory: HandedOverDirectory, snapshots: readonly Snapshot[]): Promise<void> {
  const { store, objects, clock } = turn.deps
  const found = await findMetadata(objects, directory.key)
  if (!found.ok) return turn.note('register', found)
  const retained: NewSnapshot[] = []
  for (const metadata of found.value) {
    // One that a person adopted before is a snapshot already.
    if (snapshots.some((snapshot) => isOf(snapshot, metadata))) continue
    // A late list shows what Flink removed before its job ended.
    const there = await objects.stat(`${metadata.directoryKey}/_metadata`)
    if (there.ok) retained.push(...newRetained(directory, metadata))
    else if (there.reason !== 'not-found') return turn.note('register', there)
  }
  const added = await store.addSnapshots(turn.lease(), retained)
  if (!added.ok) return turn.note('register', added)
  const world = await store.loadStorage(directory)
  if (!world.ok) return turn.note('register', world)
  const known = new Map(world.value.snapshots.map((snapshot) => [snapshot.id, snapshot]))
  let frozenBecause: string | undefined
  for (const { id } of retained) {
    const snapshot = known.get(id)
    // One that was there and is no more: a person deleted it, and its files go.
    if (snapshot === undefined) continue
    const failure = snapshot.state === 'WRITTEN' ? await readBack(turn, snapshot) : failedBefore(snapshot)
    if (failure !== undefined && failure.reason !== 'rejected' && failure.reason !== 'limit') return turn.note('register', failure)
    if (failure !== undefined) frozenBecause = `the checkpoint ${snapshot.intent.directoryKey?.split('/').at(-1) ?? snapshot.id} cannot be read: ${failure.message}`
    if ((await turn.keepLease()) !== undefined) return
  }
  const put = await store.putDirectories(turn.lease(), [frozenBecause === undefined ? { ...directory, registeredAtMs: clock.nowMs() } : { ...directory, frozenBecause }])
  turn.note('register', put.ok ? undefined : put)
}

const failedBefore = ({ state, observed }: Snapshot) =>
  state === 'FAILED' ? { ok: false as const, reason: 'rejected' as const, message: observed.failure?.message ?? 'It failed.' } : undefined

const isOf = ({ trigger, state, intent }: Snapshot, { directoryKey }: FoundMetadata): boolean =>
  trigger === 'adopted' && state !== 'FAILED' && state !== 'CANCELLED' && intent.directoryKey === directoryKey

/** Its id is made of the job's and the checkpoint's: found twice it is the same. */
function newRetained(directory: HandedOverDirectory, { directoryKey, uri, modifiedMs }: FoundMetadata): NewSnapshot[] {
  const match = /\/([0-9a-f]{32})\/chk-(\d+)$/.exec(directoryKey)
  if (match === null) return []
  const id = snapshotIdOf(`${(match[1] ?? '').slice(0, 20)}${Number(match[2]).toString(16).padStart(12, '0')}`)
  return [
    {
      organizationId: directory.organizationId,
      environmentId: directory.environmentId,
      id,
      kind: 'checkpoint',
      format: 'native',
      trigger: 'retained',
      statement: { uid: directory.statementUid, name: directory.statementName, generation: directory.generation },
      spec: { labels: {}, pinned: false },
      state: 'WRITTEN',
      intent: { failures: 0, directoryKey },
      observed: { uri, completedAtMs: modifiedMs },
      createdAtMs: modifiedMs,
      ...(directory.blueprint === undefined ? {} : { blueprint: directory.blueprint }),
    },
  ]
}
