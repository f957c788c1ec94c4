import type { Random } from '../../random.ts'
import type { Act, Sim } from '../sim.ts'
import type { SimEnvironment } from '../tenants.ts'
import { anyEnvironment, anyPool, anyStatement, statementsOf } from './pick.ts'

const pagesMax = 5
const pathOfUrl = (url: string): string => url.replace(/^https?:\/\/[^/]+/, '')

/** Follows the `next` links of a list or a result for a few pages. */
async function readPages(sim: Sim, environment: SimEnvironment, path: string, auth?: string): Promise<void> {
  let next = path
  for (let page = 0; page < pagesMax && next !== '' && !sim.isQuiet; page++) {
    const answer = await sim.ask(environment, { method: 'GET', path: next, ...(auth === undefined ? {} : { auth }) })
    if (answer?.status !== 200) return
    const following = pathOfUrl(String(answer.body?.metadata?.next ?? ''))
    // An open result is asked for again, a moment later.
    if (following === next) await sim.world.clock.sleep(200)
    next = following
  }
}

const probe = (sim: Sim, random: Random, environment: SimEnvironment): void => {
  const others = sim.environments.filter((each) => each.organizationId !== environment.organizationId)
  const other = random.pick(others)
  const [statement] = statementsOf(sim, other)
  const pool = anyPool(sim, other, random)
  const name = statement?.name ?? 'any'
  const requests = [
    { method: 'GET', path: `${other.sqlPath}/statements` },
    { method: 'GET', path: `${other.sqlPath}/statements/${name}` },
    { method: 'GET', path: `${other.sqlPath}/statements/${name}/results` },
    { method: 'DELETE', path: `${other.sqlPath}/statements/${name}` },
    { method: 'PATCH', path: `${other.sqlPath}/statements/${name}`, body: [{ op: 'replace', path: '/spec/stopped', value: true }] },
    { method: 'GET', path: `${other.headgatePath}/statements/${name}/events` },
    { method: 'GET', path: `${environment.sqlPath}/statements/${name}` },
    { method: 'GET', path: `/fcpm/v2/compute-pools/${pool?.id}?environment=${other.environmentId}` },
    { method: 'GET', path: `/fcpm/v2/compute-pools/${pool?.id}?environment=${environment.environmentId}` },
    { method: 'POST', path: `${environment.sqlPath}/statements`, body: { name: `${environment.word}-foreign-pool`, spec: { statement: 'SELECT 1', compute_pool_id: pool?.id ?? 'lfcp-none' } } },
  ] as const
  const request = random.pick(requests)
  if (random.chance(0.2)) probeOwn(sim, random, environment)
  void sim.ask(environment, { ...request, auth: random.pick([environment.cloudAuth, environment.regionAuth]) })
}

/** The key of one environment, tried on another one of the same organization. */
function probeOwn(sim: Sim, random: Random, environment: SimEnvironment): void {
  const other = sim.environments.find((each) => each.organizationId === environment.organizationId && each.environmentId !== environment.environmentId)
  if (other === undefined) return
  const [statement] = statementsOf(sim, other)
  const path = random.pick([`${other.sqlPath}/statements`, `${other.sqlPath}/statements/${statement?.name ?? 'any'}`, `${other.sqlPath}/connections`])
  void sim.ask(environment, { method: 'GET', path, auth: environment.regionAuth })
}

/** What users look at, and what they look for where they must find nothing. */
export const readActs: Act[] = [
  {
    name: 'read-results', weight: 6,
    async perform(sim, random) {
      const environment = anyEnvironment(sim, random)
      const row = anyStatement(sim, environment, random, (each) => each.class !== 'insert') ?? anyStatement(sim, environment, random)
      if (row !== undefined) await readPages(sim, environment, `${environment.sqlPath}/statements/${row.name}/results`)
    },
  },
  {
    name: 'list-statements', weight: 1,
    async perform(sim, random) {
      const environment = anyEnvironment(sim, random)
      await readPages(sim, environment, `${environment.sqlPath}/statements?page_size=${random.integer(1, 4)}`)
    },
  },
  {
    name: 'read-statement', weight: 4,
    async perform(sim, random) {
      const environment = anyEnvironment(sim, random)
      const row = anyStatement(sim, environment, random)
      if (row !== undefined) await sim.ask(environment, { method: 'GET', path: `${environment.sqlPath}/statements/${row.name}` })
    },
  },
  {
    name: 'read-history', weight: 1.5,
    async perform(sim, random) {
      const environment = anyEnvironment(sim, random)
      const row = anyStatement(sim, environment, random)
      if (row === undefined) return
      const path = random.pick([
        `${environment.headgatePath}/statements/${row.name}/events`,
        `${environment.headgatePath}/statements/${row.name}/logs`,
        `${environment.sqlPath}/statements/${row.name}/exceptions`,
      ])
      await sim.ask(environment, { method: 'GET', path, auth: environment.cloudAuth })
    },
  },
  {
    name: 'list-pools', weight: 0.5,
    async perform(sim, random) {
      const environment = anyEnvironment(sim, random)
      await readPages(sim, environment, `/fcpm/v2/compute-pools?environment=${environment.environmentId}&page_size=2`, environment.cloudAuth)
    },
  },
  {
    name: 'list-connections', weight: 0.5,
    async perform(sim, random) {
      const environment = anyEnvironment(sim, random)
      await sim.ask(environment, { method: 'GET', path: `${environment.sqlPath}/connections` })
    },
  },
  { name: 'probe-other-tenant', weight: 2, perform: (sim, random) => probe(sim, random, anyEnvironment(sim, random)) },
]
