import { operations } from '@headgate/contract'
import { isProblem, problem } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { answerWith } from '../../snapshots/answer-with.ts'
import { changeSnapshot } from '../../snapshots/change-snapshot.ts'
import { loadSnapshot } from '../../snapshots/load-snapshot.ts'
import { pendingDrillMs } from '../../snapshots/pending-proof.ts'
import { shownState } from '../../snapshots/shown-state.ts'
import { whyNotRunnable } from '../../snapshots/why-not-runnable.ts'

export const createSnapshotDrill = defineRoute(operations.snapshotDrills.create, async ({ params, tenant, links }, deps) => {
  const snapshot = await loadSnapshot(deps.store, tenant, params.snapshot_id)
  if (isProblem(snapshot)) return snapshot
  const shown = shownState(snapshot)
  if (shown !== 'COMPLETED') return problem(409, `The snapshot '${snapshot.id}' is ${shown}, and only one that is COMPLETED can be restored.`)
  const why = whyNotRunnable(snapshot)
  if (why !== undefined) return problem(409, `No drill can be made of the snapshot '${snapshot.id}', because ${why}.`)
  if (snapshot.observed.drill !== undefined || pendingDrillMs(snapshot) !== undefined) return answerWith(deps, tenant, links, snapshot)
  const changed = await changeSnapshot(deps, tenant, snapshot, { ...snapshot.spec, drillRequestedAtMs: deps.clock.nowMs() })
  return isProblem(changed) ? changed : answerWith(deps, tenant, links, changed)
})
