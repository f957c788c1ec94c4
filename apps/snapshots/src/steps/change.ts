import type { Failure, Snapshot, SnapshotIntent, SnapshotObserved, SnapshotSpec, SnapshotState } from '@headgate/domain'
import type { SnapshotChange } from '@headgate/ports'
import type { Turn } from '../deps.ts'

/** What becomes of a snapshot; what is absent stays. */
export interface Change {
  spec?: SnapshotSpec
  state?: SnapshotState
  intent?: SnapshotIntent
  observed?: Partial<SnapshotObserved>
}

/** A change as the store takes it. */
export const changeOf = (snapshot: Snapshot, { spec, state, intent, observed }: Change): SnapshotChange => ({
  id: snapshot.id,
  expectedIntentVersion: snapshot.intentVersion,
  expectedSpecVersion: snapshot.specVersion,
  ...(spec === undefined ? {} : { spec }),
  state: state ?? snapshot.state,
  intent: intent ?? snapshot.intent,
  observed: { ...snapshot.observed, ...observed },
})

/** Writes a change down; one that was overtaken is planned anew in the next pass. */
export async function change(turn: Turn, step: string, snapshot: Snapshot, what: Change): Promise<void> {
  const written = await turn.deps.store.changeSnapshots(turn.lease(), [changeOf(snapshot, what)])
  if (!written.ok) turn.note(step, written)
  else turn.note(written.value.lost.length === 0 ? step : `${step} (overtaken)`)
}

/** The snapshot is over without being one. */
export const fail = (turn: Turn, step: string, snapshot: Snapshot, failure: Pick<Failure, 'message'>): Promise<void> =>
  change(turn, step, snapshot, { state: 'FAILED', observed: { failure: { attempt: snapshot.intent.attempt?.attempt ?? 0, atMs: turn.deps.clock.nowMs(), message: failure.message } } })
