import { defaultClusterSettings } from '../../fakes/create-fake-cluster.ts'
import type { Random } from '../../random.ts'
import type { Sim, Strike } from '../sim.ts'

const roles = ['jobmanager', 'gateway', 'taskmanager'] as const

/** Ends one living process of a role. */
function killOne(sim: Sim, random: Random, role: (typeof roles)[number]): string | undefined {
  const living = sim.world.cluster.alive(role)
  if (living.length === 0) return undefined
  const { worker } = random.pick(living)
  // Several TaskManagers out of memory within minutes make the product look for the one statement that needs too much: a story of its own.
  const reason = random.chance(role === 'taskmanager' ? 0.05 : 0.3) ? 'out-of-memory' : random.pick(['killed', 'crashed'] as const)
  sim.world.cluster.exit(worker.workerId, reason, `The process ended (${reason}).`)
  return `${worker.workerId} ${reason}`
}

/** The records of a process go with its pool. */
const isThere = (sim: Sim, workerId: string): boolean => sim.world.cluster.all().some((each) => each.worker.workerId === workerId)

/** JVMs that die, hang, cannot be seen or do not start. */
export const processStrikes: Strike[] = [
  ...roles.map((role): Strike => ({ name: `${role}-dies`, hit: (sim, random) => killOne(sim, random, role) })),
  {
    name: 'everything-dies',
    hit(sim) {
      const living = sim.world.cluster.alive()
      for (const { worker } of living) sim.world.cluster.exit(worker.workerId, 'killed', 'The machine was restarted.')
      return living.length === 0 ? undefined : `${living.length} processes of Flink`
    },
  },
  {
    name: 'process-evicted',
    hit(sim, random) {
      const living = sim.world.cluster.alive().filter(({ worker }) => worker.isLeaving !== true)
      if (living.length === 0) return undefined
      const { worker } = random.pick(living)
      // A drain takes what else of the pool is on the node.
      const leaving = random.chance(0.5) ? [worker] : sim.world.cluster.alive(undefined, worker.computePoolId).map((each) => each.worker)
      const afterMs = random.integer(100, 30_000)
      for (const { workerId } of leaving) sim.world.cluster.evict(workerId, afterMs)
      return `${leaving.map(({ workerId }) => workerId).join(', ')} in ${afterMs} ms`
    },
  },
  {
    name: 'certificates-run-out',
    hit(sim, random) {
      const living = sim.world.cluster.alive('jobmanager')
      if (living.length === 0) return undefined
      const { worker } = random.pick(living)
      const days = random.integer(0, 32)
      sim.world.cluster.certify(worker.workerId, sim.world.clock.nowMs() + days * 86_400_000)
      return `${worker.workerId} in ${days} days`
    },
  },
  {
    name: 'process-hangs',
    hit(sim, random) {
      const living = sim.world.cluster.alive()
      if (living.length === 0) return undefined
      const { worker } = random.pick(living)
      const forMs = random.integer(500, 30_000)
      sim.world.cluster.pause(worker.workerId)
      sim.later(forMs, () => isThere(sim, worker.workerId) && sim.world.cluster.pause(worker.workerId, false))
      return `${worker.workerId} for ${forMs} ms`
    },
  },
  {
    name: 'process-unseen',
    hit(sim, random) {
      const living = sim.world.cluster.alive()
      if (living.length === 0) return undefined
      const { worker } = random.pick(living)
      const forMs = random.integer(500, 30_000)
      sim.world.cluster.hide(worker.workerId)
      sim.later(forMs, () => isThere(sim, worker.workerId) && sim.world.cluster.hide(worker.workerId, false))
      return `${worker.workerId} for ${forMs} ms`
    },
  },
  {
    name: 'start-fails',
    hit(sim, random) {
      const role = random.pick(roles)
      const times = random.integer(1, 3)
      for (let time = 0; time < times; time++) sim.world.cluster.failStart(role, { reason: random.pick(['crashed', 'out-of-memory']) })
      return `the next ${times} of ${role}`
    },
  },
  {
    name: 'slow-start',
    hit(sim, random) {
      const { startMs } = sim.world.cluster.settings
      const role = random.pick(roles)
      const usual = defaultClusterSettings().startMs[role] * sim.swarm.startFactor
      startMs[role] = usual * 4
      sim.later(random.integer(5_000, 30_000), () => void (startMs[role] = usual))
      return role
    },
  },
]
