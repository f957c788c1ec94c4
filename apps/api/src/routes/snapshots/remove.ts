import { operations } from '@headgate/contract'
import { isTrashed } from '@headgate/domain'
import { needsOf } from '@headgate/planner'
import { isProblem, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { answerWith } from '../../snapshots/answer-with.ts'
import { changeSnapshot } from '../../snapshots/change-snapshot.ts'
import { listAllSnapshots } from '../../snapshots/list-all.ts'
import { loadSnapshot } from '../../snapshots/load-snapshot.ts'
import { whyNotDeleted } from '../../snapshots/may-be-deleted.ts'

export const removeSnapshot = defineRoute(operations.snapshots.remove, async ({ params, tenant, caller, links, log }, deps) => {
  const { store, clock } = deps
  const snapshot = await loadSnapshot(store, tenant, params.snapshot_id)
  if (isProblem(snapshot)) return snapshot
  if (isTrashed(snapshot)) return answerWith(deps, tenant, links, snapshot)
  const statements = await store.listStorageStatements(tenant)
  if (!statements.ok) return problemOf(statements, { noun: 'snapshot', name: snapshot.id })
  const copies = await listAllSnapshots(store, tenant, { trigger: 'exported', states: ['PENDING', 'IN_PROGRESS'] })
  if ('problem' in copies) return copies
  const refused = whyNotDeleted(snapshot, needsOf(snapshot, statements.value), copies.filter(({ copyOf }) => copyOf === snapshot.id))
  if (refused !== undefined) return refused
  const trash = { atMs: clock.nowMs(), by: 'user' as const, reason: 'A user deleted it.' }
  const changed = await changeSnapshot(deps, tenant, snapshot, { ...snapshot.spec, trash })
  if (isProblem(changed)) return changed
  log.info({ snapshot: snapshot.id, keyId: caller.keyId }, 'snapshot thrown away')
  return answerWith(deps, tenant, links, changed)
})
