import { operations } from '@headgate/contract'
import { needsOwnPool, newOwnPool, newStatement } from '@headgate/domain'
import type { Statement } from '@headgate/domain'
import type { NewStatement } from '@headgate/ports'
import { loadEnvironment } from '../../http/load-environment.ts'
import { isProblem, problem, problemOf } from '../../http/problem.ts'
import type { Fault } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { wakeUp } from '../../http/wake-up.ts'
import { renderStatement } from '../../render/render-statement.ts'
import { choosePool } from '../../statements/choose-pool.ts'
import { dryRun } from '../../statements/dry-run.ts'
import { readSql } from '../../statements/read-sql.ts'

export const createStatement = defineRoute(operations.statements.create, async ({ body, tenant, caller, links, keepAnswer, signal, log }, deps) => {
  const { store, resources, clock, ids, config } = deps
  const faults: Fault[] = []
  if (body.organization_id && body.organization_id !== tenant.organizationId) faults.push({ detail: 'organization_id differs from the organization in the path.', pointer: '/organization_id' })
  if (body.environment_id && body.environment_id !== tenant.environmentId) faults.push({ detail: 'environment_id differs from the environment in the path.', pointer: '/environment_id' })
  if (faults.length > 0) return problem(422, faults)
  const pool = await choosePool(store, tenant, body.spec.compute_pool_id)
  if (isProblem(pool)) {
    // A pool is in an environment that exists: only where there is none, it is to be told what is missing.
    const environment = await loadEnvironment(resources, tenant)
    return isProblem(environment) ? environment : pool
  }

  const nowMs = clock.nowMs()
  const properties = Object.fromEntries(Object.entries(body.spec.properties ?? {}).map(([key, value]) => [key, String(value)]))
  const isDryRun = properties['sql.dry-run']?.toLowerCase() === 'true'
  const name = body.name ?? `headgate-${ids.token(20)}`
  const { refusal, ...verdict } = readSql(body.spec.statement, properties, config.gatePolicy(tenant), nowMs)
  const draft = newStatement({
    ...tenant,
    ...verdict,
    name,
    uid: ids.uuid(),
    spec: {
      sql: body.spec.statement,
      properties,
      computePoolId: pool.id,
      principal: body.spec.principal || caller.ownerId,
      stopped: body.spec.stopped ?? false,
      labels: body.metadata?.labels ?? {},
    },
    dryRun: isDryRun,
    ...(refusal === undefined ? {} : { refusal }),
    nowMs,
  })
  if (isDryRun) {
    const planned = refusal === undefined ? await dryRun(deps, tenant, draft, name, signal) : unstored(draft)
    return isProblem(planned) ? planned : { body: renderStatement(planned, links) }
  }
  const answerTo = (statement: Statement) => {
    const rendered = renderStatement(statement, links)
    return { body: rendered, headers: { location: rendered.metadata.self } }
  }
  const ownPool = needsOwnPool(pool, draft) ? newOwnPool(pool, draft, nowMs) : undefined
  const created = await store.createStatement(tenant, draft, keepAnswer(answerTo), ownPool)
  if (!created.ok) return problemOf(created, { noun: 'environment', name: tenant.environmentId })
  wakeUp(deps.wake, 'statement', tenant, created.value.uid)
  log.info({ statement: name, uid: created.value.uid, sqlKind: verdict.sqlKind, refused: refusal !== undefined }, 'statement created')
  return answerTo(created.value)
})

const unstored = (draft: NewStatement) => ({ ...draft, specVersion: 1, intentVersion: 1, updatedAtMs: draft.createdAtMs })
