import { operations } from '@headgate/contract'
import { needsOf } from '@headgate/planner'
import { isProblem, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { renderSnapshot } from '../../render/render-snapshot.ts'
import { loadSnapshot } from '../../snapshots/load-snapshot.ts'
import { policiesOfTrash } from '../../snapshots/policies-of-trash.ts'

export const readSnapshot = defineRoute(operations.snapshots.read, async ({ params, tenant, links }, { store, resources }) => {
  const snapshot = await loadSnapshot(store, tenant, params.snapshot_id)
  if (isProblem(snapshot)) return snapshot
  const statements = await store.listStorageStatements(tenant)
  if (!statements.ok) return problemOf(statements, { noun: 'snapshot', name: snapshot.id })
  const policies = await policiesOfTrash(resources, tenant, [snapshot])
  if ('problem' in policies) return policies
  return { body: renderSnapshot(snapshot, links, { policies, needs: needsOf(snapshot, statements.value) }) }
})
