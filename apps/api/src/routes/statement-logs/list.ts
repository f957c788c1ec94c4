import { operations } from '@headgate/contract'
import { needsOwnPool, ownPoolIdOf } from '@headgate/domain'
import type { Statement, Tenant } from '@headgate/domain'
import type { ApiStore } from '@headgate/ports'
import { problemOf } from '../../http/problem.ts'
import type { Problem } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { renderPage } from '../../plugins/paging.ts'

const tailBytesWhenUnset = 65_536
const workersWhenUnset = 5

export const listStatementLogs = defineRoute(operations.statementLogs.list, async (context, { store, logs }) => {
  const { params, query, tenant } = context
  const subject = { noun: 'statement', name: params.statement_name }
  const loaded = await store.loadStatement(tenant, params.statement_name)
  if (!loaded.ok) return problemOf(loaded, subject)
  const computePoolId = await whereItRan(store, tenant, loaded.value)
  if (typeof computePoolId !== 'string') return computePoolId
  const pool = { ...tenant, computePoolId }
  const role = query.role as 'jobmanager' | 'gateway' | 'taskmanager' | undefined
  const found = await logs.readLogs(pool, {
    ...(role === undefined ? {} : { role }),
    tailBytes: query.tail_bytes ?? tailBytesWhenUnset,
    workersMax: query.workers ?? workersWhenUnset,
  })
  // A pool that never woke up has no logs.
  if (!found.ok && found.reason !== 'not-found') return problemOf(found, subject)
  const items = found.ok ? found.value : []
  return { body: renderPage({ ...context, query: {} }, { apiVersion: 'headgate/v1', kind: 'WorkerLog' }, { items }, ({ workerId, role: of, text }) => ({ worker_id: workerId, role: of, text })) }
})

/** Where its newest job ran, else where it is planned. */
async function whereItRan(store: ApiStore, tenant: Tenant, statement: Statement): Promise<string | Problem> {
  const ran = statement.intent.generation?.computePoolId
  if (ran !== undefined) return ran
  const { computePoolId } = statement.spec
  const pool = await store.loadPool(tenant, computePoolId)
  if (!pool.ok && pool.reason !== 'not-found') return problemOf(pool, { noun: 'compute pool', name: computePoolId })
  return pool.ok && needsOwnPool(pool.value, statement) ? ownPoolIdOf(computePoolId, statement.uid) : computePoolId
}
