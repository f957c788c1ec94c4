import { operations } from '@headgate/contract'
import { needsOwnPool, newOwnPool, newStatement } from '@headgate/domain'
import { hasLiveJob } from '@headgate/planner'
import type { Statement } from '@headgate/domain'
import { isProblem, problem, problemOf } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { wakeUp, wakeUpStorage } from '../../http/wake-up.ts'
import { renderStatement } from '../../render/render-statement.ts'
import { chooseForkPool } from '../../snapshots/choose-fork-pool.ts'
import { judgeFork } from '../../snapshots/sink-rules.ts'
import { forkProperties } from '../../snapshots/fork-properties.ts'
import { loadSnapshot } from '../../snapshots/load-snapshot.ts'
import { originalTrigger } from '../../snapshots/original-trigger.ts'
import { whyNotRestorable } from '../../snapshots/shown-state.ts'
import { whyNotRunnable } from '../../snapshots/why-not-runnable.ts'
import { readSql } from '../../statements/read-sql.ts'

export const createSnapshotFork = defineRoute(operations.snapshotForks.create, async ({ params, body, tenant, caller, links, keepAnswer, log }, { store, wake, clock, ids, config }) => {
  const snapshot = await loadSnapshot(store, tenant, params.snapshot_id)
  if (isProblem(snapshot)) return snapshot
  const why = whyNotRestorable(snapshot) ?? whyNotRunnable(snapshot)
  const { blueprint, observed: { uri } } = snapshot
  if (why !== undefined || blueprint?.prepared === undefined || uri === undefined) return problem(409, `No statement can begin with the snapshot '${snapshot.id}', because ${why ?? 'too little is known of it'}.`)

  const properties = forkProperties(blueprint.properties, body.properties ?? {})
  if ('problem' in properties) return properties
  const nowMs = clock.nowMs()
  const { refusal, ...verdict } = readSql(blueprint.sql, properties.value, config.gatePolicy(tenant), nowMs)
  if (refusal !== undefined) return problem(422, `What the snapshot's statement ran is refused now: ${refusal.message}`, { code: 'refused_by_gate' })
  if (verdict.class !== 'insert') return problem(409, `What the snapshot's statement ran does not go on, so that nothing can begin with its state.`)

  const original = await originalTrigger(store, tenant, snapshot)
  if (typeof original === 'object') return original
  const dropsSinkState = body.drop_sink_state ?? false
  const statements = await store.listStorageStatements(tenant)
  if (!statements.ok) return problemOf(statements, { noun: 'environment', name: tenant.environmentId })
  const otherRuns = statements.value.some((each) => each.uid === snapshot.statement?.uid && hasLiveJob(each))
  const judged = judgeFork(snapshot, original, dropsSinkState, otherRuns)
  if (!judged.allowed) return problem(409, { detail: judged.why, pointer: '/drop_sink_state' }, { code: 'exactly_once_sinks' })
  const pool = await chooseForkPool(store, tenant, body.compute_pool_id, blueprint.computePoolId)
  if (isProblem(pool)) return pool

  const draft = newStatement({
    ...tenant,
    ...verdict,
    warnings: [...verdict.warnings, ...(judged.warning === undefined ? [] : [{ severity: 'MODERATE' as const, reason: 'SINK_STATE_DROPPED', message: judged.warning, createdAtMs: nowMs }])],
    name: body.statement_name,
    uid: ids.uuid(),
    spec: { sql: blueprint.sql, properties: properties.value, computePoolId: pool.id, principal: caller.ownerId, stopped: false, labels: body.labels ?? {} },
    dryRun: false,
    nowMs,
  })
  const fork = {
    ...draft,
    intent: {
      ...draft.intent,
      restorePoint: { kind: snapshot.kind, uri, generation: 0 },
      stateExpected: true,
      origin: { kind: 'fork' as const, snapshotId: snapshot.id, prepared: blueprint.prepared, dropsSinkState },
    },
  }
  const answerTo = (statement: Statement) => {
    const rendered = renderStatement(statement, links)
    return { body: rendered, headers: { location: rendered.metadata.self } }
  }
  const ownPool = needsOwnPool(pool, fork) ? newOwnPool(pool, fork, nowMs) : undefined
  const created = await store.createFork(tenant, fork, snapshot.id, keepAnswer(answerTo), ownPool)
  if (!created.ok) return problemOf(created, { noun: 'snapshot', name: snapshot.id })
  wakeUp(wake, 'statement', tenant, created.value.uid)
  wakeUpStorage(wake, tenant)
  log.info({ statement: created.value.name, uid: created.value.uid, snapshot: snapshot.id, dropsSinkState }, 'statement forked')
  return answerTo(created.value)
})
