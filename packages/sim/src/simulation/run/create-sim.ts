import { createStrikeEnds } from '../../faults/create-strike-ends.ts'
import type { FakeWorld } from '../../create-fake-world.ts'
import type { Random } from '../../random.ts'
import { drawCallFault } from '../faults/call-faults.ts'
import type { Sim } from '../sim.ts'
import type { SimulationOptions } from '../simulation-options.ts'
import type { Swarm } from '../swarm.ts'
import { addTenants } from '../tenants.ts'
import { createTrace } from '../trace.ts'
import { ask } from './ask.ts'
import { createLedger } from './ledger.ts'
import { observeJobs } from './observe-jobs.ts'
import { observeLeases } from './observe-leases.ts'
import { observePools } from './observe-pools.ts'
import { observeRests } from './observe-rests.ts'
import { observeStatements } from './observe-statements.ts'
import { observeStops } from './observe-stops.ts'
import { findSecret } from './secrets.ts'
import { createSimApi } from './sim-api.ts'
import { createSimControllers } from './sim-controllers.ts'

/** A world with its tenants, one API and its controllers, where the faults of the swarm have begun. */
export async function createSim(given: { seed: number; world: FakeWorld; swarm: Swarm; random: Random; options: SimulationOptions }): Promise<Sim> {
  const { seed, world, swarm, random, options } = given
  const plant = options.plant ?? {}
  const { clock, cluster, faults, ids } = world
  const trace = createTrace({ nowMs: clock.nowMs, startMs: clock.nowMs(), onLine: options.onLine })
  const ledger = createLedger()
  plant.world?.(world)
  const { startMs } = cluster.settings
  cluster.settings.startMs = { jobmanager: startMs.jobmanager * swarm.startFactor, gateway: startMs.gateway * swarm.startFactor, taskmanager: startMs.taskmanager * swarm.startFactor }
  cluster.settings.engine.archiveMs = swarm.archiveMs
  const tell = (who: string, text: string) => {
    const secret = findSecret(text)
    if (secret !== undefined) ledger.violations.push(`the secret ${secret} is in what ${who} tells: ${text}`)
  }
  const kinds = random.fork('kinds of pools')
  const isDedicated = () => swarm.dedicatedRate > 0 && kinds.chance(swarm.dedicatedRate)
  const environments = await addTenants(world, swarm.maxCfu, isDedicated)
  const sim: Sim = {
    seed, world, swarm, environments, ledger, trace,
    random: { acts: random.fork('acts'), strikes: random.fork('strikes'), calls: random.fork('calls'), time: random.fork('time') },
    isQuiet: false,
    api: createSimApi({ startProcess: world.startProcess, wrap: (ports) => plant.apiPorts?.(ports, world) ?? ports, ids, onLog: (line) => tell('the API', line) }),
    controllers: createSimControllers({
      startProcess: world.startProcess,
      wrap: (ports) => plant.controllerPorts?.(ports, world) ?? ports,
      ids,
      isSole: swarm.controllersMax === 1,
      idleTimeoutMs: swarm.idleTimeoutMs,
      ownIdleTimeoutMs: swarm.ownIdleTimeoutMs,
      isKeptWarm: (pool) => swarm.keepsWarm && pool.spec.defaultPool,
      plant,
      events: (name) => ({
        onReport(report) {
          const isDull = report.actions.length === 0 && report.failures.length === 0 && (report.outcome === 'done' || report.outcome === 'leased-elsewhere')
          if (!isDull) trace.note(name, `${report.key.kind} ${report.key.id} ${report.outcome}${report.actions.map((action) => ` ${action}`).join('')}${report.failures.map(({ action, failure }) => ` [${action}: ${failure.reason} ${failure.message}]`).join('')}`)
          trace.count('turns')
          if (report.failures.length > 0) tell(name, JSON.stringify(report.failures.map(({ action, failure: { reason, message } }) => ({ action, reason, message }))))
        },
        onCrash: (key, error) => void ledger.violations.push(`${name} threw at ${key.kind} ${key.id}: ${error instanceof Error ? error.stack : String(error)}`),
        onFailure(where, failure) {
          trace.note(name, `${where}: ${failure.reason} ${failure.message}`)
          tell(name, `${failure.message} ${failure.detail}`)
          if (where === 'timer') ledger.violations.push(`${name}: a timer threw: ${failure.message}`)
        },
      }),
    }),
    ask: (environment, request) => ask(sim, environment, { auth: request.path.includes('/fcpm/') || request.path.startsWith('/headgate/') ? environment.cloudAuth : environment.regionAuth, ...request }),
    ...createStrikeEnds(clock),
  }
  observeStatements(sim)
  observeRests(sim)
  observeStops(sim)
  observeLeases(sim)
  observePools(sim)
  observeJobs(sim)
  faults.isRecording = false
  faults.keptAnswers = /^flink\.(observe|describe|savepointStatus)/
  faults.onFault = (verb, fault) => {
    trace.count(`fault ${fault.kind}${fault.kind === 'crash' ? ` ${fault.moment}` : ''} ${verb.slice(0, verb.indexOf('.'))}`)
    trace.note('fault', `${fault.kind}${fault.kind === 'crash' ? ` ${fault.moment}` : fault.kind === 'slow' ? ` ${fault.delayMs} ms` : ''} at ${verb}`)
  }
  faults.draw = (verb) => drawCallFault(verb, swarm, sim.random.calls)
  Object.assign(world.wake.settings, swarm.wake)
  await sim.api.start()
  for (let number = 0; number < swarm.controllersMax; number++) sim.controllers.start()
  return sim
}
