import type { Statement } from '@headgate/domain'
import type { Random } from '../../random.ts'
import type { Act, Sim } from '../sim.ts'
import type { SimEnvironment } from '../tenants.ts'
import { anyEnvironment, anyPool, anyStatement } from './pick.ts'

const pathOf = (environment: SimEnvironment, row: Statement): string => `${environment.sqlPath}/statements/${row.name}`

/** Sends a patch of one place. */
const patch = (sim: Sim, environment: SimEnvironment, row: Statement, path: string, value: unknown) =>
  sim.ask(environment, { method: 'PATCH', path: pathOf(environment, row), body: [{ op: 'replace', path, value }] })

/** Sends the whole object, as clients do that read it before. */
function replace(sim: Sim, environment: SimEnvironment, row: Statement, over: { stopped?: boolean; compute_pool_id?: string }) {
  const { sql, computePoolId, principal, stopped } = row.spec
  const spec = { statement: sql, compute_pool_id: computePoolId, principal, stopped, properties: row.spec.properties, ...over }
  return sim.ask(environment, { method: 'PUT', path: pathOf(environment, row), body: { name: row.name, metadata: { labels: row.spec.labels, resource_version: String(row.specVersion) }, spec } })
}

const setStopped = (sim: Sim, random: Random, environment: SimEnvironment, row: Statement, stopped: boolean) =>
  random.chance(0.7) ? patch(sim, environment, row, '/spec/stopped', stopped) : replace(sim, environment, row, { stopped })

const remove = (sim: Sim, environment: SimEnvironment, row: Statement) => sim.ask(environment, { method: 'DELETE', path: pathOf(environment, row) })

const isFoldable = (row: Statement): boolean => row.intent.rest === undefined && !row.spec.stopped && row.deletionRequestedAtMs === undefined

/** Lets the database take its time meanwhile, so that what happens at once happens in any order. */
async function whileSlow(sim: Sim, random: Random, verb: string, work: () => Promise<unknown>): Promise<void> {
  const undo = sim.world.faults.randomly(random, 0.5, [5, 40, 250].map((delayMs) => ({ kind: 'slow', delayMs })), verb)
  await work()
  undo()
}

/** What users do with statements that are there. */
export const changeStatementActs: Act[] = [
  {
    name: 'stop', weight: 5,
    async perform(sim, random) {
      const environment = anyEnvironment(sim, random)
      const row = anyStatement(sim, environment, random, isFoldable)
      if (row !== undefined) await setStopped(sim, random, environment, row, true)
    },
  },
  {
    name: 'resume', weight: 5,
    async perform(sim, random) {
      const environment = anyEnvironment(sim, random)
      const row = anyStatement(sim, environment, random, (each) => each.spec.stopped && each.class === 'insert')
      if (row !== undefined) await setStopped(sim, random, environment, row, false)
    },
  },
  {
    name: 'move', weight: 2,
    async perform(sim, random) {
      const environment = anyEnvironment(sim, random)
      const row = anyStatement(sim, environment, random, (each) => each.spec.stopped && each.class === 'insert')
      const pool = anyPool(sim, environment, random)
      if (row === undefined || pool === undefined) return
      if (random.chance(0.5)) await patch(sim, environment, row, '/spec/compute_pool_id', pool.id)
      else await replace(sim, environment, row, { compute_pool_id: pool.id, stopped: random.chance(0.5) })
    },
  },
  {
    name: 'label', weight: 1,
    async perform(sim, random) {
      const environment = anyEnvironment(sim, random)
      const row = anyStatement(sim, environment, random)
      if (row !== undefined) await patch(sim, environment, row, '/metadata/labels', { [`l${random.integer(1, 3)}`]: String(random.integer(1, 9)) })
    },
  },
  {
    name: 'delete', weight: 5,
    async perform(sim, random) {
      const environment = anyEnvironment(sim, random)
      const row = anyStatement(sim, environment, random)
      if (row !== undefined) await remove(sim, environment, row)
    },
  },
  {
    name: 'delete-and-create-again', weight: 2,
    async perform(sim, random) {
      const environment = anyEnvironment(sim, random)
      const row = anyStatement(sim, environment, random, (each) => each.class === 'insert')
      if (row === undefined || (await remove(sim, environment, row)) === undefined) return
      const { sql, computePoolId, properties } = row.spec
      for (let attempt = 0; attempt < 4 && !sim.isQuiet; attempt++) {
        const body = { name: row.name, spec: { statement: sql, compute_pool_id: computePoolId, properties } }
        const created = await sim.ask(environment, { method: 'POST', path: `${environment.sqlPath}/statements`, body })
        if (created?.status !== 409) return
        await sim.world.clock.sleep(2_000)
      }
    },
  },
  {
    name: 'resolve', weight: 3,
    async perform(sim, random) {
      const environment = anyEnvironment(sim, random)
      const parked = anyStatement(sim, environment, random, (each) => each.intent.rest === 'parked')
      const row = parked ?? (random.chance(0.1) ? anyStatement(sim, environment, random) : undefined)
      if (row === undefined) return
      const choice = random.pick(['run-again', 'treat-as-complete', 'start-empty'])
      const resolve = (wanted: string) => sim.ask(environment, { method: 'POST', path: `${environment.headgatePath}/statements/${row.name}/resolutions`, body: { choice: wanted } })
      // Two people, or one who thinks better of it, while the first decision is being carried out.
      await whileSlow(sim, random, 'store.loadPool', async () => {
        if (random.chance(0.4)) void resolve(random.pick(['run-again', 'treat-as-complete', 'start-empty']))
        if (random.chance(0.5)) await sim.world.clock.sleep(random.integer(1, 300))
        await resolve(choice)
      })
    },
  },
  {
    name: 'two-at-once', weight: 3,
    async perform(sim, random) {
      const environment = anyEnvironment(sim, random)
      const row = anyStatement(sim, environment, random)
      if (row === undefined) return
      const one = () => random.pick([
        () => setStopped(sim, random, environment, row, true),
        () => setStopped(sim, random, environment, row, false),
        () => remove(sim, environment, row),
        () => patch(sim, environment, row, '/metadata/labels', { both: String(random.integer(1, 9)) }),
      ])()
      await whileSlow(sim, random, 'api.*', () => Promise.all([one(), one()]))
    },
  },
]
