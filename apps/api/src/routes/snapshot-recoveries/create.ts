import { operations } from '@headgate/contract'
import { isProblem, problem } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { answerWith } from '../../snapshots/answer-with.ts'
import { changeSnapshot } from '../../snapshots/change-snapshot.ts'
import { loadSnapshot } from '../../snapshots/load-snapshot.ts'

export const createSnapshotRecovery = defineRoute(operations.snapshotRecoveries.create, async ({ params, tenant, links, caller, log }, deps) => {
  const snapshot = await loadSnapshot(deps.store, tenant, params.snapshot_id)
  if (isProblem(snapshot)) return snapshot
  if (snapshot.state === 'DELETING') return problem(409, `The files of the snapshot '${snapshot.id}' are being deleted: it cannot be recovered any more.`)
  const { trash, ...spec } = snapshot.spec
  if (trash === undefined) return answerWith(deps, tenant, links, snapshot)
  const changed = await changeSnapshot(deps, tenant, snapshot, spec)
  if (isProblem(changed)) return changed
  log.info({ snapshot: snapshot.id, keyId: caller.keyId }, 'snapshot recovered')
  return answerWith(deps, tenant, links, changed)
})
