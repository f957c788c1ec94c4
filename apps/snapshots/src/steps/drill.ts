import { newPoolIntent, newPoolObserved, newPoolStatus, newStatement, withVerification } from '@headgate/domain'
import type { Snapshot } from '@headgate/domain'
import type { NewPool, NewStatement } from '@headgate/ports'
import { parallelismOf } from '@headgate/planner'
import type { DrillStep } from '@headgate/planner'
import type { SnapshotsDeps, Turn } from '../deps.ts'
import { change, changeOf } from './change.ts'

/** One step of a restore drill. Its statement and pool are rows like any others, out of sight: the controller runs them. */
export async function takeDrillStep(turn: Turn, step: DrillStep): Promise<void> {
  const { snapshot } = step
  switch (step.kind) {
    case 'start':
      return start(turn, snapshot)
    case 'refuse':
      return change(turn, 'drill-refused', snapshot, { observed: { verifications: withVerification(snapshot.observed.verifications, step.verification) } })
    case 'finish': {
      const { drill } = snapshot.observed
      await change(turn, 'drill-finished', snapshot, {
        observed: { verifications: withVerification(snapshot.observed.verifications, step.verification), ...(drill === undefined ? {} : { drill: { ...drill, isEnding: true } }) },
      })
      return
    }
    case 'clean':
      return clean(turn, snapshot)
  }
}

async function start(turn: Turn, snapshot: Snapshot): Promise<void> {
  const { store, clock, drills, wake } = turn.deps
  const made = makeDrill(snapshot, turn.deps)
  if (made === undefined) return
  const { pool, statement } = made
  drills.take(snapshot.id)
  const drill = { statementUid: statement.uid, computePoolId: pool.id, startedAtMs: clock.nowMs(), isEnding: false }
  const created = await store.createDrill(turn.lease(), changeOf(snapshot, { observed: { drill } }), pool, statement)
  turn.note('drill', created.ok ? undefined : created)
  if (!created.ok && created.reason !== 'unknown-outcome' && created.reason !== 'unavailable') drills.giveBack(snapshot.id)
  const { organizationId, environmentId } = snapshot
  await wake.wake({ kind: 'pool', organizationId, environmentId, id: pool.id }, 0)
  await wake.wake({ kind: 'statement', organizationId, environmentId, id: statement.uid }, 0)
}

/** The statement that restores the snapshot into a pool of its own; its sinks lead nowhere and its names outside are fresh, because its uid is. */
function makeDrill(snapshot: Snapshot, { ids, clock, settings }: SnapshotsDeps): { pool: NewPool; statement: NewStatement } | undefined {
  const { organizationId, environmentId, blueprint, observed, kind } = snapshot
  if (blueprint?.prepared === undefined || observed.uri === undefined) return undefined
  const nowMs = clock.nowMs()
  const uid = ids.uuid()
  const computePoolId = `drill-${uid.slice(0, 8)}`
  const fresh = newStatement({
    organizationId, environmentId, uid,
    // No tenant's statement can be called so.
    name: `drill/${snapshot.id}`,
    spec: { sql: blueprint.sql, properties: blueprint.properties, computePoolId, principal: blueprint.principal, stopped: false, labels: {} },
    class: 'insert', sqlKind: blueprint.prepared.traits.sqlKind ?? 'INSERT_INTO', dryRun: false, warnings: [], connectionRefs: [], nowMs,
  })
  const statement: NewStatement = {
    ...fresh,
    scratch: true,
    intent: {
      ...fresh.intent,
      stateExpected: true,
      restorePoint: { kind, uri: observed.uri, generation: 0 },
      origin: { kind: 'drill', snapshotId: snapshot.id, prepared: blueprint.prepared, dropsSinkState: true },
    },
  }
  const pool: NewPool = {
    organizationId, environmentId, id: computePoolId, scratch: true,
    spec: { displayName: `Restore drill of ${snapshot.id}`, ...settings.region, maxCfu: parallelismOf({ spec: statement.spec }), defaultPool: false, enableAi: false },
    createdAtMs: nowMs, intent: newPoolIntent(), observed: newPoolObserved(nowMs), status: newPoolStatus(),
  }
  return { pool, statement }
}

async function clean(turn: Turn, snapshot: Snapshot): Promise<void> {
  const { store, clock, drills, wake } = turn.deps
  const { drill } = snapshot.observed
  if (drill === undefined) return
  const ended = await store.endDrill(turn.lease(), drill, clock.nowMs())
  const { organizationId, environmentId } = snapshot
  if (ended.ok) {
    await wake.wake({ kind: 'statement', organizationId, environmentId, id: drill.statementUid }, 0)
    await wake.wake({ kind: 'pool', organizationId, environmentId, id: drill.computePoolId }, 0)
    return
  }
  if (ended.reason !== 'not-found') return turn.note('drill-cleaned', ended)
  await change(turn, 'drill-cleaned', snapshot, { observed: { drill: undefined } })
  drills.giveBack(snapshot.id)
}
