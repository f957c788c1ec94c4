import { operations } from '@headgate/contract'
import { sameValue } from '@headgate/domain'
import { isProblem, problem } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { answerWith } from '../../snapshots/answer-with.ts'
import { changeSnapshot } from '../../snapshots/change-snapshot.ts'
import { loadSnapshot } from '../../snapshots/load-snapshot.ts'
import { readSpecChange } from '../../snapshots/read-spec-change.ts'

export const patchSnapshot = defineRoute(operations.snapshots.change, async ({ params, body, tenant, links }, deps) => {
  const snapshot = await loadSnapshot(deps.store, tenant, params.snapshot_id)
  if (isProblem(snapshot)) return snapshot
  const spec = readSpecChange(snapshot.spec, body.spec, deps.clock.nowMs(), '/spec')
  if ('problem' in spec) return spec
  if (sameValue(spec, snapshot.spec)) return answerWith(deps, tenant, links, snapshot)
  if (snapshot.state === 'DELETING') return problem(409, `The files of the snapshot '${snapshot.id}' are being deleted: it cannot be kept any more.`)
  if (spec.pinned && !snapshot.spec.pinned && snapshot.spec.trash !== undefined) return problem(409, `The snapshot '${snapshot.id}' is in the trash. Recover it first, then pin it.`)
  const changed = await changeSnapshot(deps, tenant, snapshot, spec)
  return isProblem(changed) ? changed : answerWith(deps, tenant, links, changed)
})
