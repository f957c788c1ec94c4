import { operations } from '@headgate/contract'
import { loadEnvironment } from '../../http/load-environment.ts'
import { isProblem, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { pageRequest, renderPage } from '../../plugins/paging.ts'
import { renderSnapshot } from '../../render/render-snapshot.ts'
import { policiesOfTrash } from '../../snapshots/policies-of-trash.ts'
import { snapshotFilter } from '../../snapshots/snapshot-filter.ts'

export const listSnapshots = defineRoute(operations.snapshots.list, async (context, { store, resources }) => {
  const { query, tenant, links } = context
  const filter = snapshotFilter(query)
  if (typeof filter === 'object' && isProblem(filter)) return filter
  const environment = await loadEnvironment(resources, tenant)
  if (isProblem(environment)) return environment
  const page = filter === 'nothing' ? { ok: true as const, value: { items: [] } } : await store.listSnapshots(tenant, filter, pageRequest(query))
  if (!page.ok) return problemOf(page, { noun: 'environment', name: tenant.environmentId }, { parameter: 'page_token' })
  const policies = await policiesOfTrash(resources, tenant, page.value.items)
  if ('problem' in policies) return policies
  return { body: renderPage(context, { apiVersion: 'headgate/v1', kind: 'Snapshot' }, page.value, (snapshot) => renderSnapshot(snapshot, links, { policies, isListed: true })) }
})
