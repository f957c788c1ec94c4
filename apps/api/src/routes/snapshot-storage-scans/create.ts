import { operations } from '@headgate/contract'
import { loadEnvironment } from '../../http/load-environment.ts'
import { isProblem, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { wakeUpStorage } from '../../http/wake-up.ts'
import { answerStorage } from '../../snapshots/answer-storage.ts'

export const createSnapshotStorageScan = defineRoute(operations.snapshotStorageScans.create, async ({ tenant, links }, { store, resources, wake, clock }) => {
  const environment = await loadEnvironment(resources, tenant)
  if (isProblem(environment)) return environment
  const nowMs = clock.nowMs()
  const requested = await store.requestStorageScan(tenant, nowMs)
  if (!requested.ok) return problemOf(requested, { noun: 'environment', name: tenant.environmentId })
  wakeUpStorage(wake, tenant)
  return answerStorage(store, tenant, links, nowMs)
})
