import { operations } from '@headgate/contract'
import { problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { renderPage } from '../../plugins/paging.ts'

const tailBytesWhenUnset = 65_536
const workersWhenUnset = 5

export const listStatementLogs = defineRoute(operations.statementLogs.list, async (context, { store, logs }) => {
  const { params, query, tenant } = context
  const subject = { noun: 'statement', name: params.statement_name }
  const loaded = await store.loadStatement(tenant, params.statement_name)
  if (!loaded.ok) return problemOf(loaded, subject)
  const pool = { ...tenant, computePoolId: loaded.value.intent.generation?.computePoolId ?? loaded.value.spec.computePoolId }
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
