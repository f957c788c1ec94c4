import { operations } from '@headgate/contract'
import { problem, problemOf } from '../../http/problem.ts'
import type { Fault } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { wakeUpStorage } from '../../http/wake-up.ts'
import { renderSnapshotPolicy } from '../../render/render-snapshot-policy.ts'
import { checkPolicyPlace } from '../../snapshots/check-policy-place.ts'
import { listAllPolicies } from '../../snapshots/list-all.ts'
import { readPolicy } from '../../snapshots/read-policy.ts'

export const replaceSnapshotPolicy = defineRoute(operations.snapshotPolicies.replace, async ({ params, body, tenant, links }, { resources, wake, clock }) => {
  const subject = { noun: 'snapshot policy', name: params.policy_name }
  const loaded = await resources.snapshotPolicies.load(tenant, params.policy_name)
  if (!loaded.ok) return problemOf(loaded, subject)
  const present = loaded.value
  const version = body.metadata?.resource_version
  if (version && version !== String(present.version)) {
    return problem(409, { detail: `The snapshot policy '${present.name}' changed since it was read. Read it again and repeat the change.`, pointer: '/metadata/resource_version' })
  }
  const faults: Fault[] = []
  const fixed = (pointer: string, given: string | undefined, stored: string) => {
    if (given && given !== stored) faults.push({ detail: `${pointer} cannot be changed. Create a new policy instead.`, pointer })
  }
  fixed('/name', body.name, present.name)
  fixed('/organization_id', body.organization_id, present.organizationId)
  fixed('/environment_id', body.environment_id, present.environmentId)
  if (faults.length > 0) return problem(422, faults, { code: 'immutable' })
  const nowMs = clock.nowMs()
  const read = readPolicy(body.spec, nowMs)
  if ('problem' in read) return read
  const policies = await listAllPolicies(resources, tenant)
  if ('problem' in policies) return policies
  const rival = checkPolicyPlace(policies, present.name, read.statementName)
  if (rival !== undefined) return rival
  const { organizationId, environmentId, name, createdAtMs } = present
  const replaced = await resources.snapshotPolicies.replace(tenant, name, { ...read, organizationId, environmentId, name, version: present.version, createdAtMs, updatedAtMs: nowMs }, present.version)
  if (!replaced.ok) return problemOf(replaced, subject)
  wakeUpStorage(wake, tenant)
  return { body: renderSnapshotPolicy(replaced.value, links, nowMs) }
})
