import { operations } from '@headgate/contract'
import { problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { wakeUp } from '../../http/wake-up.ts'

export const removeStatement = defineRoute(operations.statements.remove, async ({ params, tenant, log }, { store, wake, clock }) => {
  const subject = { noun: 'statement', name: params.statement_name }
  const loaded = await store.loadStatement(tenant, params.statement_name)
  if (!loaded.ok) return problemOf(loaded, subject)
  const requested = await store.requestStatementDeletion(tenant, params.statement_name, clock.nowMs())
  if (!requested.ok) return problemOf(requested, subject)
  wakeUp(wake, 'statement', tenant, loaded.value.uid)
  log.info({ statement: params.statement_name, uid: loaded.value.uid }, 'statement deletion requested')
  return {}
})
