import { operations } from '@headgate/contract'
import type { SnapshotPolicy } from '@headgate/domain'
import { loadEnvironment } from '../../http/load-environment.ts'
import { isProblem, problem, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { wakeUpStorage } from '../../http/wake-up.ts'
import { renderSnapshotPolicy } from '../../render/render-snapshot-policy.ts'
import { checkPolicyPlace } from '../../snapshots/check-policy-place.ts'
import { listAllPolicies } from '../../snapshots/list-all.ts'
import { readPolicy } from '../../snapshots/read-policy.ts'

export const createSnapshotPolicy = defineRoute(operations.snapshotPolicies.create, async ({ body, tenant, links, keepAnswer }, { resources, wake, clock, config }) => {
  const environment = await loadEnvironment(resources, tenant)
  if (isProblem(environment)) return environment
  const nowMs = clock.nowMs()
  const read = readPolicy(body.spec, nowMs)
  if ('problem' in read) return read
  const policies = await listAllPolicies(resources, tenant)
  if ('problem' in policies) return policies
  const rival = checkPolicyPlace(policies, body.name, read.statementName)
  if (rival !== undefined) return rival
  if (policies.length >= config.limits.snapshotPoliciesPerEnvironmentMax) return problem(402, `The environment has ${policies.length} snapshot policies, and may have no more. Delete one first.`)
  const answerTo = (policy: SnapshotPolicy) => {
    const rendered = renderSnapshotPolicy(policy, links, nowMs)
    return { body: rendered, headers: { location: rendered.metadata.self } }
  }
  const created = await resources.snapshotPolicies.create(tenant, { ...tenant, ...read, name: body.name, version: 1, createdAtMs: nowMs, updatedAtMs: nowMs }, keepAnswer(answerTo))
  if (!created.ok) return problemOf(created, { noun: 'environment', name: tenant.environmentId })
  wakeUpStorage(wake, tenant)
  return answerTo(created.value)
})
