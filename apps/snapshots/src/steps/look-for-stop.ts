import type { Snapshot, Statement } from '@headgate/domain'
import type { Turn } from '../deps.ts'
import { change, fail } from './change.ts'
import { findMetadata } from './find-metadata.ts'

/** Looks whether the savepoint of a stop was written. It failed when its statement has gone on without it. */
export async function lookForStop(turn: Turn, snapshot: Snapshot): Promise<void> {
  const { attempt } = snapshot.intent
  if (attempt === undefined || snapshot.statement === undefined) return fail(turn, 'look-for-stop', snapshot, { message: 'No attempt was written down.' })
  // Before the look into the directory: what the statement found is seen there too.
  const loaded = await turn.deps.store.loadStatement(snapshot, snapshot.statement.uid)
  if (!loaded.ok && loaded.reason !== 'not-found') return turn.note('look-for-stop', loaded)
  const { stopOutcome } = loaded.ok ? loaded.value.observed : {}
  // Who asked for it has found it: a list may be later than that.
  if (stopOutcome?.triggerId === attempt.triggerId && stopOutcome.savepointUri !== undefined) {
    return change(turn, 'look-for-stop', snapshot, { state: 'WRITTEN', observed: { uri: stopOutcome.savepointUri, completedAtMs: turn.deps.clock.nowMs() } })
  }
  const found = await findMetadata(turn.deps.objects, attempt.directoryKey)
  if (!found.ok) return turn.note('look-for-stop', found)
  const [metadata] = found.value
  const isOver = !loaded.ok || !waitsFor(loaded.value, attempt.triggerId, attempt.generation)
  if (metadata !== undefined) {
    return change(turn, 'look-for-stop', snapshot, { state: 'WRITTEN', observed: { uri: metadata.uri, completedAtMs: metadata.modifiedMs } })
  }
  if (isOver) await fail(turn, 'look-for-stop', snapshot, { message: loaded.ok ? whyOf(loaded.value, attempt.triggerId) : 'The statement was deleted before its savepoint was complete.' })
}

const waitsFor = ({ intent, observed }: Statement, triggerId: string, generation: number): boolean =>
  intent.stop?.triggerId === triggerId && observed.goneGeneration < generation && observed.stopOutcome?.triggerId !== triggerId

const whyOf = ({ observed }: Statement, triggerId: string): string =>
  observed.stopOutcome?.triggerId === triggerId && observed.stopOutcome.failure !== undefined ? observed.stopOutcome.failure : 'The job ended before its savepoint was complete.'
