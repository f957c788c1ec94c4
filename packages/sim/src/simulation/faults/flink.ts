import { isOver } from '../../fakes/engine/fake-job.ts'
import type { FakeEngine } from '../../fakes/engine/create-fake-engine.ts'
import type { FakeJob } from '../../fakes/engine/fake-job.ts'
import type { Random } from '../../random.ts'
import type { Sim, Strike } from '../sim.ts'

/** Any job that has not ended, with the engine that holds it. */
function anyJob({ world }: Sim, random: Random): { engine: FakeEngine; job: FakeJob } | undefined {
  const found = world.cluster.alive('jobmanager').flatMap(({ worker }) => {
    const engine = world.cluster.engineOf(worker, worker.clusterGeneration)
    return engine === undefined ? [] : engine.jobs().filter((job) => !isOver(job)).map((job) => ({ engine, job }))
  })
  return found.length === 0 ? undefined : random.pick(found)
}

/** Jobs that fail, end or are cancelled from outside; checkpoints and savepoints that fail; files that vanish. */
export const flinkStrikes: Strike[] = [
  {
    name: 'job-fails',
    hit(sim, random) {
      const found = anyJob(sim, random)
      const name = random.pick(['java.lang.ArithmeticException', 'org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException'])
      found?.engine.fail(found.job.request.jobId, random.chance(0.1) ? undefined : { name, message: `${name}: it broke.` })
      return found?.job.request.jobId
    },
  },
  {
    name: 'bounded-job-ends',
    hit(sim, random) {
      const found = anyJob(sim, random)
      if (found?.job.request.ends.kind !== 'after' || !found.job.allTasksRunning) return undefined
      found.engine.finish(found.job.request.jobId)
      // Often enough its JobManager goes just then.
      if (random.chance(0.5)) {
        const holder = sim.world.cluster.alive('jobmanager').find(({ worker }) => sim.world.cluster.engineOf(worker, worker.clusterGeneration) === found.engine)
        const afterMs = random.chance(0.4) ? random.integer(0, 40) : random.integer(0, 1_500)
        if (holder !== undefined) sim.later(afterMs, () => sim.world.cluster.exit(holder.worker.workerId, 'killed'))
      }
      return found.job.request.jobId
    },
  },
  {
    name: 'job-cancelled-outside',
    hit(sim, random) {
      const found = anyJob(sim, random)
      found?.engine.cancel(found.job.request.jobId)
      return found?.job.request.jobId
    },
  },
  {
    name: 'ended-jobs-forgotten',
    hit(sim, random) {
      const living = sim.world.cluster.alive('jobmanager')
      if (living.length === 0) return undefined
      const { worker } = random.pick(living)
      const engine = sim.world.cluster.engineOf(worker, worker.clusterGeneration)
      return engine?.forgetEnded() === true ? worker.workerId : undefined
    },
  },
  {
    name: 'checkpoints-fail',
    hit(sim, random) {
      const { engine } = sim.world.cluster.settings
      engine.checkpointsFail = true
      const forMs = random.integer(5_000, 60_000)
      sim.later(forMs, () => void (engine.checkpointsFail = false))
      return `for ${forMs} ms`
    },
  },
  {
    name: 'savepoints-fail',
    hit(sim, random) {
      const times = random.integer(1, 5)
      for (let time = 0; time < times; time++) sim.world.cluster.settings.engine.savepointFailures.push('Checkpoint expired before completing.')
      return `the next ${times}`
    },
  },
  {
    name: 'snapshot-vanishes',
    hit(sim, random) {
      const { blobs, cluster } = sim.world
      // Of what runs, Flink itself holds the files: those of what rests are taken.
      const held = new Set(cluster.alive('jobmanager').flatMap(({ worker }) => cluster.engineOf(worker, worker.clusterGeneration)?.jobs() ?? []).filter((job) => !isOver(job)).map((job) => job.request.jobId))
      const found = blobs.keysNow().filter((key) => key.endsWith('/_metadata') && ![...held].some((jobId) => key.includes(jobId)))
      if (found.length === 0) return undefined
      const directory = random.pick(found).slice(0, -'/_metadata'.length)
      blobs.removeNow(directory)
      sim.ledger.vanished.add(blobs.uri(directory))
      return directory
    },
  },
  {
    name: 'sessions-forgotten',
    hit(sim) {
      const open = sim.world.gateway.sessions().length
      sim.world.gateway.forgetSessions()
      return open === 0 ? undefined : `${open} sessions`
    },
  },
]
