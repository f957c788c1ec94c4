import { operations } from '@headgate/contract'
import type { Statement } from '@headgate/domain'
import { problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { wakeUp } from '../../http/wake-up.ts'
import { renderStatement } from '../../render/render-statement.ts'

export const createStatementResolution = defineRoute(operations.statementResolutions.create, async ({ params, body, tenant, caller, links, keepAnswer, log }, { store, wake, clock }) => {
  const choice = body.choice as 'run-again' | 'treat-as-complete' | 'start-empty'
  const answerTo = (statement: Statement) => ({ body: renderStatement(statement, links) })
  const resolved = await store.resolveStatement(tenant, params.statement_name, choice, clock.nowMs(), keepAnswer(answerTo))
  if (!resolved.ok) return problemOf(resolved, { noun: 'statement', name: params.statement_name })
  log.info({ statement: params.statement_name, choice, keyId: caller.keyId }, 'parked statement resolved')
  wakeUp(wake, 'statement', tenant, resolved.value.uid)
  return answerTo(resolved.value)
})
