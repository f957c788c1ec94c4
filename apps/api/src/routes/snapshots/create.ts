import { operations } from '@headgate/contract'
import type { Snapshot } from '@headgate/domain'
import { loadEnvironment } from '../../http/load-environment.ts'
import { isProblem, problem, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { wakeUp, wakeUpStorage } from '../../http/wake-up.ts'
import { renderSnapshot } from '../../render/render-snapshot.ts'
import { blueprintOf } from '../../snapshots/blueprint-of.ts'
import { listAllSnapshots } from '../../snapshots/list-all.ts'
import { whyNotTaken } from '../../snapshots/may-be-taken.ts'
import { readNewSpec } from '../../snapshots/read-spec-change.ts'

export const createSnapshot = defineRoute(operations.snapshots.create, async ({ body, tenant, links, keepAnswer, log }, { store, resources, wake, clock, ids, config }) => {
  const environment = await loadEnvironment(resources, tenant)
  if (isProblem(environment)) return environment
  const nowMs = clock.nowMs()
  const spec = readNewSpec(body, nowMs)
  if ('problem' in spec) return spec
  const loaded = await store.loadStatement(tenant, body.statement_name)
  if (!loaded.ok && loaded.reason !== 'not-found') return problemOf(loaded, { noun: 'statement', name: body.statement_name })
  if (!loaded.ok) return problem(422, { detail: `The statement '${body.statement_name}' does not exist.`, pointer: '/statement_name' })
  const statement = loaded.value
  const refused = whyNotTaken(statement)
  if (refused !== undefined) return refused
  const max = config.limits.snapshotsUnderWayPerStatementMax
  const underWay = await listAllSnapshots(store, tenant, { statementUid: statement.uid, states: ['PENDING', 'IN_PROGRESS'] }, (found) => found.length >= max)
  if ('problem' in underWay) return underWay
  if (underWay.length >= max) return problem(409, `${underWay.length} snapshots of '${statement.name}' are under way already. Wait until one is done, or cancel one.`)
  const answerTo = (snapshot: Snapshot) => {
    const rendered = renderSnapshot(snapshot, links)
    return { body: rendered, headers: { location: rendered.metadata.self } }
  }
  const created = await store.createSnapshot(tenant, {
    ...tenant,
    id: ids.uuid(),
    kind: 'savepoint',
    format: (body.format ?? 'native') as Snapshot['format'],
    trigger: 'manual',
    statement: { uid: statement.uid, name: statement.name, generation: statement.intent.generation?.generation ?? 0 },
    spec,
    state: 'PENDING',
    intent: { failures: 0 },
    observed: {},
    createdAtMs: nowMs,
    blueprint: blueprintOf(statement),
  }, keepAnswer(answerTo))
  if (!created.ok) return problemOf(created, { noun: 'statement', name: statement.name })
  wakeUp(wake, 'savepoint', tenant, created.value.id)
  wakeUpStorage(wake, tenant)
  log.info({ snapshot: created.value.id, statement: statement.name, uid: statement.uid }, 'snapshot asked for')
  return answerTo(created.value)
})
