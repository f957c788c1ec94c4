import { operations } from '@headgate/contract'
import { problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { renderStatement } from '../../render/render-statement.ts'

export const readStatement = defineRoute(operations.statements.read, async ({ params, tenant, links }, { store }) => {
  const loaded = await store.loadStatement(tenant, params.statement_name)
  return loaded.ok ? { body: renderStatement(loaded.value, links) } : problemOf(loaded, { noun: 'statement', name: params.statement_name })
})
