import { operations } from '@headgate/contract'
import { problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { renderTime } from '../../render/time.ts'

export const listExceptions = defineRoute(operations.statements.exceptions, async ({ params, tenant, path, links }, { store }) => {
  const subject = { noun: 'statement', name: params.statement_name }
  const loaded = await store.loadStatement(tenant, params.statement_name)
  if (!loaded.ok) return problemOf(loaded, subject)
  const found = await store.listExceptions(tenant, loaded.value.uid)
  if (!found.ok) return problemOf(found, subject)
  return {
    body: {
      api_version: 'sql/v1',
      kind: 'StatementExceptionList',
      metadata: { self: links.to(path) },
      data: found.value.map(({ name, message, atMs }) => ({ kind: 'StatementException', name, message, timestamp: renderTime(atMs) })),
    },
  }
})
