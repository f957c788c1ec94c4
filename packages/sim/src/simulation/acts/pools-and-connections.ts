import type { Act } from '../sim.ts'
import { anyEnvironment, anyPool, newSecret, poolsOf } from './pick.ts'

const poolsMax = 4

/** What users do with pools and connections. */
export const poolAndConnectionActs: Act[] = [
  {
    name: 'create-pool', weight: 1,
    async perform(sim, random) {
      const environment = anyEnvironment(sim, random)
      if (poolsOf(sim, environment).length >= poolsMax) return
      const spec = {
        display_name: `${environment.word}-${random.integer(1, 99)}`, cloud: 'AWS', region: 'local-1', max_cfu: random.integer(1, 6),
        environment: { id: environment.environmentId },
        ...(sim.swarm.dedicatedRate > 0 && random.chance(sim.swarm.dedicatedRate) ? { type: 'DEDICATED' } : {}),
      }
      const idempotencyKey = random.chance(0.3) ? { idempotencyKey: `pool-${random.integer(1, 1_000_000)}` } : {}
      await sim.ask(environment, { method: 'POST', path: '/fcpm/v2/compute-pools', auth: environment.cloudAuth, body: { spec }, ...idempotencyKey })
    },
  },
  {
    name: 'change-max-cfu', weight: 3,
    async perform(sim, random) {
      const environment = anyEnvironment(sim, random)
      const pool = anyPool(sim, environment, random)
      if (pool === undefined) return
      const spec = { max_cfu: random.integer(1, 8), environment: { id: environment.environmentId } }
      await sim.ask(environment, { method: 'PATCH', path: `/fcpm/v2/compute-pools/${pool.id}`, auth: environment.cloudAuth, body: { spec } })
    },
  },
  {
    name: 'delete-pool', weight: 1.5,
    async perform(sim, random) {
      const environment = anyEnvironment(sim, random)
      const pool = anyPool(sim, environment, random)
      if (pool === undefined) return
      await sim.ask(environment, { method: 'DELETE', path: `/fcpm/v2/compute-pools/${pool.id}?environment=${environment.environmentId}`, auth: environment.cloudAuth })
    },
  },
  {
    name: 'put-connection', weight: 1.5,
    async perform(sim, random) {
      const environment = anyEnvironment(sim, random)
      const name = `${environment.word}-kafka`
      const path = `${environment.sqlPath}/connections`
      const auth_data = { kind: 'PlaintextProvider', data: JSON.stringify({ USERNAME: 'user', PASSWORD: newSecret(random) }) }
      const spec = { connection_type: 'KAFKA', endpoint: 'kafka.example:9092', auth_data }
      const created = await sim.ask(environment, { method: 'POST', path, body: { name, spec } })
      if (created?.status === 409) await sim.ask(environment, { method: 'PUT', path: `${path}/${name}`, body: { name, spec } })
    },
  },
  {
    name: 'delete-connection', weight: 0.5,
    async perform(sim, random) {
      const environment = anyEnvironment(sim, random)
      await sim.ask(environment, { method: 'DELETE', path: `${environment.sqlPath}/connections/${environment.word}-kafka` })
    },
  },
]
