import { operations } from '@headgate/contract'
import { problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { wakeUpStorage } from '../../http/wake-up.ts'

export const removeSnapshotPolicy = defineRoute(operations.snapshotPolicies.remove, async ({ params, tenant }, { resources, wake }) => {
  const removed = await resources.snapshotPolicies.remove(tenant, params.policy_name)
  if (!removed.ok) return problemOf(removed, { noun: 'snapshot policy', name: params.policy_name })
  wakeUpStorage(wake, tenant)
  return {}
})
