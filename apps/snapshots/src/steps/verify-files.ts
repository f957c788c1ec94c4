import { withVerification } from '@headgate/domain'
import type { Snapshot, SnapshotVerification } from '@headgate/domain'
import type { Turn } from '../deps.ts'
import { change } from './change.ts'
import { checkFiles } from './check-files.ts'
import { readContent } from './read-content.ts'

/** Looks whether a snapshot could be restored as far as its files go, and writes down what was found. */
export async function verifyFiles(turn: Turn, snapshot: Snapshot): Promise<void> {
  const read = await readContent(snapshot, turn.deps)
  if (!read.ok && read.reason === 'unavailable') return turn.note('verify', read)
  const checked = read.ok ? await checkFiles(turn, read.value) : { ok: true as const, value: broken(read.message, turn.deps.clock.nowMs()) }
  if (!checked.ok) return turn.note('verify', checked)
  await change(turn, 'verify', snapshot, { observed: { verifications: withVerification(snapshot.observed.verifications, checked.value) } })
}

const broken = (message: string, atMs: number): SnapshotVerification => ({ atMs, how: 'files', isGood: false, message })
