import type { Snapshot } from '@headgate/domain'
import type { SnapshotNeed } from '@headgate/planner'
import { problem } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'
import { shownState } from './shown-state.ts'

const wordsOf: Record<SnapshotNeed['why'], string> = {
  restoring: 'was started from it and has no checkpoint of its own yet',
  chosen: 'was told to go on from it',
  'resume-target': 'would go on from it',
}

/** Why a snapshot does not go to the trash now, with the names of all that need it. `copies` are those of it that are being made. */
export function whyNotDeleted(snapshot: Snapshot, needs: readonly SnapshotNeed[], copies: readonly Pick<Snapshot, 'id'>[]): Problem | undefined {
  const { spec, observed, id } = snapshot
  const shown = shownState(snapshot)
  if (shown === 'PENDING' || shown === 'IN_PROGRESS') return problem(409, `The snapshot '${id}' is ${shown}. Cancel it, or wait until it is over.`, { code: 'snapshot_under_way' })
  if (shown === 'FAILED' || shown === 'CANCELLED') return problem(409, `The snapshot '${id}' is ${shown}: it holds nothing but the record of that, which goes by itself.`, { code: 'snapshot_without_files' })
  if (spec.pinned) return problem(409, `The snapshot '${id}' is pinned. Unpin it first.`, { code: 'snapshot_pinned' })
  const reasons = [
    ...needs.map(({ statementName, why }) => `the statement '${statementName}' ${wordsOf[why]}`),
    ...copies.map((copy) => `the snapshot '${copy.id}' is being copied from it`),
    ...(observed.drill === undefined ? [] : ['a restore drill of it is under way']),
  ]
  return reasons.length === 0 ? undefined : problem(409, `The snapshot '${id}' is needed: ${reasons.join('; ')}.`, { code: 'snapshot_needed' })
}
