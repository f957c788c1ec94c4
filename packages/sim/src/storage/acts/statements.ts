import { isRestorable, newStatement } from '@headgate/domain'
import type { Snapshot, Statement, Tenant } from '@headgate/domain'
import type { Random } from '../../random.ts'
import type { History, HistoryAct } from '../history.ts'
import { poolIdOf } from '../town/create-town.ts'
import { anySnapshot, anyStatement, hesitate, snapshotsOf, statementsOf, told } from './pick.ts'

export const endlessSql = 'INSERT INTO sink SELECT id FROM orders'
const boundedSql = 'INSERT INTO sink SELECT id FROM few'
/** So many statements that are not at rest for good. */
const statementsMax = 4

/** A statement as the API writes it down. */
export const createStatement = (history: History, tenant: Tenant, name: string, sql: string) => history.world.stores.api.createStatement(tenant, bornStatement(history, tenant, name, sql))

function bornStatement({ world }: History, tenant: Tenant, name: string, sql: string) {
  const spec = { sql, properties: {}, computePoolId: poolIdOf(tenant), principal: 'sa-1', stopped: false, labels: {} }
  return newStatement({ ...tenant, name, uid: world.ids.uuid(), spec, class: 'insert', sqlKind: 'INSERT_INTO', dryRun: false, warnings: [], connectionRefs: [], nowMs: world.clock.nowMs() })
}

export const setStopped = async ({ world }: History, { name, spec, specVersion, ...tenant }: Statement, stopped: boolean) =>
  world.stores.api.changeStatementSpec(tenant, name, { ...spec, stopped }, specVersion, world.clock.nowMs())

const isAtWork = ({ intent }: Statement): boolean => intent.rest === undefined || intent.rest === 'stopped' || intent.rest === 'parked'

/** A free name; now and then that of one that is gone, which is another statement all the same. */
function nameFor(history: History, tenant: Tenant, random: Random): string {
  const taken = new Set(statementsOf(history, tenant).map(({ name }) => name))
  return [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `s${number}`).filter((name) => !taken.has(name))[random.integer(0, 1)] ?? 's9'
}

/** What of the snapshots a statement may be resumed from: its own, or nobody's. */
const isFor = (statement: Statement) => (snapshot: Snapshot): boolean => isRestorable(snapshot) && (snapshot.statement === undefined || snapshot.statement.uid === statement.uid)

/** What people do with statements. */
export const statementActs: HistoryAct[] = [
  {
    name: 'create', weight: 3,
    async perform(history, tenant, random) {
      if (statementsOf(history, tenant).filter(isAtWork).length >= statementsMax) return undefined
      const name = nameFor(history, tenant, random)
      return told(name, await createStatement(history, tenant, name, random.chance(0.15) ? boundedSql : endlessSql))
    },
  },
  {
    name: 'stop', weight: 4,
    async perform(history, tenant, random) {
      const row = anyStatement(history, tenant, random, (each) => each.intent.rest === undefined && !each.spec.stopped && each.deletionRequestedAtMs === undefined)
      return row === undefined ? undefined : told(row.name, await setStopped(history, row, true))
    },
  },
  {
    name: 'resume', weight: 4,
    async perform(history, tenant, random) {
      const row = anyStatement(history, tenant, random, (each) => each.spec.stopped && each.deletionRequestedAtMs === undefined)
      return row === undefined ? undefined : told(row.name, await setStopped(history, row, false))
    },
  },
  {
    name: 'resume-from', weight: 4,
    async perform(history, tenant, random) {
      const row = anyStatement(history, tenant, random, (each) => (each.intent.rest === 'stopped' || each.intent.rest === 'parked') && each.deletionRequestedAtMs === undefined && snapshotsOf(history, tenant).some(isFor(each)))
      if (row === undefined) return undefined
      const snapshot = anySnapshot(history, tenant, random, isFor(row))
      if (snapshot === undefined) return undefined
      await hesitate(history, random)
      const generation = snapshot.statement?.uid === row.uid ? snapshot.statement.generation : 0
      const chosen = { kind: snapshot.kind, uri: snapshot.observed.uri ?? '', generation, snapshotId: snapshot.id }
      return told(`${row.name} from ${snapshot.trigger} ${snapshot.id}`, await history.world.stores.api.resumeFrom(tenant, row.name, chosen, history.world.clock.nowMs()))
    },
  },
  {
    name: 'fork', weight: 3,
    async perform(history, tenant, random) {
      const { world } = history
      if (statementsOf(history, tenant).filter(isAtWork).length >= statementsMax) return undefined
      const snapshot = anySnapshot(history, tenant, random, (row) => isRestorable(row) && row.blueprint?.prepared?.planKey !== undefined)
      const { blueprint, kind, observed } = snapshot ?? {}
      if (snapshot === undefined || kind === undefined || blueprint?.prepared === undefined || observed?.uri === undefined) return undefined
      const name = nameFor(history, tenant, random)
      const born = bornStatement(history, tenant, name, blueprint.sql)
      const origin = { kind: 'fork' as const, snapshotId: snapshot.id, prepared: blueprint.prepared, dropsSinkState: false }
      await hesitate(history, random)
      return told(`${name} from ${snapshot.trigger} ${snapshot.id}`, await world.stores.api.createFork(tenant, { ...born, intent: { ...born.intent, stateExpected: true, restorePoint: { kind, uri: observed.uri, generation: 0 }, origin } }, snapshot.id))
    },
  },
  {
    name: 'delete', weight: 1.5,
    async perform(history, tenant, random) {
      const row = anyStatement(history, tenant, random, (each) => each.deletionRequestedAtMs === undefined)
      return row === undefined ? undefined : told(row.name, await history.world.stores.api.requestStatementDeletion(tenant, row.name, history.world.clock.nowMs()))
    },
  },
  {
    name: 'resolve', weight: 2,
    async perform(history, tenant, random) {
      const row = anyStatement(history, tenant, random, (each) => each.intent.rest === 'parked' && each.deletionRequestedAtMs === undefined)
      if (row === undefined) return undefined
      const choice = random.pick(['run-again', 'treat-as-complete', 'start-empty'] as const)
      return told(`${row.name}: ${choice}`, await history.world.stores.api.resolveStatement(tenant, row.name, choice, history.world.clock.nowMs()))
    },
  },
  {
    name: 'checkpoint', weight: 2,
    async perform({ world }, _tenant, random) {
      const running = world.cluster.alive('jobmanager').flatMap(({ worker }) => {
        const engine = world.cluster.engineOf(worker, worker.clusterGeneration)
        return (engine?.jobs() ?? []).filter((job) => job.allTasksRunning && job.request.checkpointIntervalMs !== undefined).map((job) => ({ engine, job }))
      })
      if (running.length === 0) return undefined
      const { engine, job } = random.pick(running)
      for (let times = random.integer(1, 3); times > 0; times--) engine?.checkpoint(job.request.jobId)
      return job.request.jobId
    },
  },
]

