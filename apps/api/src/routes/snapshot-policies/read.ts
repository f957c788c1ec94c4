import { operations } from '@headgate/contract'
import { problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { renderSnapshotPolicy } from '../../render/render-snapshot-policy.ts'

export const readSnapshotPolicy = defineRoute(operations.snapshotPolicies.read, async ({ params, tenant, links }, { resources, clock }) => {
  const loaded = await resources.snapshotPolicies.load(tenant, params.policy_name)
  return loaded.ok ? { body: renderSnapshotPolicy(loaded.value, links, clock.nowMs()) } : problemOf(loaded, { noun: 'snapshot policy', name: params.policy_name })
})
