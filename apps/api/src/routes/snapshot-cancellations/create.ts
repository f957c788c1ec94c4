import { operations } from '@headgate/contract'
import { isAskedFor } from '@headgate/domain'
import { isProblem, problem } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { answerWith } from '../../snapshots/answer-with.ts'
import { changeSnapshot } from '../../snapshots/change-snapshot.ts'
import { loadSnapshot } from '../../snapshots/load-snapshot.ts'
import { shownState } from '../../snapshots/shown-state.ts'

export const createSnapshotCancellation = defineRoute(operations.snapshotCancellations.create, async ({ params, tenant, links }, deps) => {
  const snapshot = await loadSnapshot(deps.store, tenant, params.snapshot_id)
  if (isProblem(snapshot)) return snapshot
  const { state, spec, trigger } = snapshot
  if (state === 'CANCELLED') return answerWith(deps, tenant, links, snapshot)
  if (state === 'WRITTEN') return problem(409, `The snapshot '${snapshot.id}' is written already and only being read back. Delete it when it is COMPLETED.`)
  if (state !== 'PENDING' && state !== 'IN_PROGRESS') return problem(409, `The snapshot '${snapshot.id}' is ${shownState(snapshot)}: there is nothing to cancel.`)
  if (!isAskedFor(snapshot) && trigger !== 'exported') return problem(409, `The snapshot '${snapshot.id}' belongs to the stop of its statement, which is not cancelled. Resume the statement when it is STOPPED.`)
  if (spec.cancelRequestedAtMs !== undefined) return answerWith(deps, tenant, links, snapshot)
  const changed = await changeSnapshot(deps, tenant, snapshot, { ...spec, cancelRequestedAtMs: deps.clock.nowMs() })
  return isProblem(changed) ? changed : answerWith(deps, tenant, links, changed)
})
