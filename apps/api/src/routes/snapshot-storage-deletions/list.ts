import { operations } from '@headgate/contract'
import { loadEnvironment } from '../../http/load-environment.ts'
import { isProblem, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { pageRequest, renderPage } from '../../plugins/paging.ts'
import { renderDeletion } from '../../render/render-storage.ts'

export const listSnapshotStorageDeletions = defineRoute(operations.snapshotStorageDeletions.list, async (context, { store, resources }) => {
  const { query, tenant } = context
  const environment = await loadEnvironment(resources, tenant)
  if (isProblem(environment)) return environment
  const page = await store.listStorageDeletions(tenant, pageRequest(query))
  if (!page.ok) return problemOf(page, { noun: 'environment', name: tenant.environmentId }, { parameter: 'page_token' })
  return { body: renderPage(context, { apiVersion: 'headgate/v1', kind: 'StorageDeletion' }, page.value, renderDeletion) }
})
