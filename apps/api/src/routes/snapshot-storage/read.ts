import { operations } from '@headgate/contract'
import { loadEnvironment } from '../../http/load-environment.ts'
import { isProblem } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { answerStorage } from '../../snapshots/answer-storage.ts'

export const readSnapshotStorage = defineRoute(operations.snapshotStorage.read, async ({ tenant, links }, { store, resources }) => {
  const environment = await loadEnvironment(resources, tenant)
  return isProblem(environment) ? environment : answerStorage(store, tenant, links)
})
