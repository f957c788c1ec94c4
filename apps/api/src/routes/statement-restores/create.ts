import { operations } from '@headgate/contract'
import type { Statement } from '@headgate/domain'
import { newestRestorePoint } from '@headgate/planner'
import { isProblem, problem, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { wakeUp, wakeUpStorage } from '../../http/wake-up.ts'
import { renderStatement } from '../../render/render-statement.ts'
import { chooseSnapshot } from '../../snapshots/choose-snapshot.ts'
import { whyNotBack } from '../../snapshots/sink-rules.ts'
import { whyNotResumed } from '../../snapshots/may-be-resumed.ts'

export const createStatementRestore = defineRoute(operations.statementRestores.create, async ({ params, body, tenant, links, keepAnswer, log }, { store, wake, clock }) => {
  const subject = { noun: 'statement', name: params.statement_name }
  const loaded = await store.loadStatement(tenant, params.statement_name)
  if (!loaded.ok) return problemOf(loaded, subject)
  const statement = loaded.value
  const why = whyNotResumed(statement)
  if (why !== undefined) return problem(409, why)
  const snapshot = await chooseSnapshot(store, tenant, statement, body.snapshot_id, clock)
  if (isProblem(snapshot)) return snapshot
  const whyNot = whyNotBack(statement, snapshot.observed.uri ?? '', newestRestorePoint(statement))
  if (whyNot !== undefined) return problem(409, { detail: whyNot, pointer: '/snapshot_id' }, { code: 'file_sinks' })
  const isOwn = snapshot.statement?.uid === statement.uid
  const chosen = { kind: snapshot.kind, uri: snapshot.observed.uri ?? '', generation: isOwn ? snapshot.statement?.generation ?? 0 : 0, snapshotId: snapshot.id }
  const answerTo = (resumed: Statement) => ({ body: renderStatement(resumed, links) })
  const resumed = await store.resumeFrom(tenant, statement.name, chosen, clock.nowMs(), keepAnswer(answerTo))
  if (!resumed.ok) return problemOf(resumed, subject)
  wakeUp(wake, 'statement', tenant, statement.uid)
  wakeUpStorage(wake, tenant)
  log.info({ statement: statement.name, uid: statement.uid, snapshot: snapshot.id }, 'statement resumed from a snapshot')
  return answerTo(resumed.value)
})
