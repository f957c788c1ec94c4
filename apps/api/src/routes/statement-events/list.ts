import { operations } from '@headgate/contract'
import { problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { renderPage } from '../../plugins/paging.ts'
import { renderTime } from '../../render/time.ts'

export const listStatementEvents = defineRoute(operations.statementEvents.list, async (context, { store }) => {
  const { params, query, tenant } = context
  const subject = { noun: 'statement', name: params.statement_name }
  const loaded = await store.loadStatement(tenant, params.statement_name)
  if (!loaded.ok) return problemOf(loaded, subject)
  const events = await store.listEvents(tenant, loaded.value.uid, query.limit ?? 1000)
  if (!events.ok) return problemOf(events, subject)
  return {
    body: renderPage({ ...context, query: {} }, { apiVersion: 'headgate/v1', kind: 'StatementEvent' }, { items: events.value }, ({ atMs, type, reason, message }) => ({
      at: renderTime(atMs), type, reason, message,
    })),
  }
})
