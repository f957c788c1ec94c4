import { operations } from '@headgate/contract'
import { isProblem, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { changeStatement } from '../../statements/change-statement.ts'
import { readReplacement } from '../../statements/read-replacement.ts'

export const replaceStatement = defineRoute(operations.statements.replace, async ({ params, body, tenant }, deps) => {
  const loaded = await deps.store.loadStatement(tenant, params.statement_name)
  if (!loaded.ok) return problemOf(loaded, { noun: 'statement', name: params.statement_name })
  const change = readReplacement(loaded.value, body)
  if ('problem' in change) return change
  const changed = await changeStatement(deps, tenant, loaded.value, change)
  return isProblem(changed) ? changed : {}
})
