import type { Statement } from '@headgate/domain'
import { isOver } from '../../fakes/engine/fake-job.ts'
import type { FakeJob } from '../../fakes/engine/fake-job.ts'
import type { Sim } from '../sim.ts'
import type { StatementTruth } from './ledger.ts'
import { observeTable } from './observe-table.ts'
import { findSecret } from './secrets.ts'

/** Holds every single write of a statement against what the write must keep, and remembers what was stored. */
export function observeStatements(sim: Sim): void {
  const { ledger, world, trace } = sim
  observeTable(world.stores.database.statements as Map<string, Statement>, (before, after) => {
    const found = after === undefined ? (before === undefined ? [] : removed(sim, before)) : written(sim, before, after)
    const row = after ?? before
    ledger.violations.push(...found.map((each) => `${row?.name} (${row?.uid}): ${each}`))
    if (after === undefined) trace.note('database', `statement ${before?.name} removed`)
    else if (before === undefined) trace.note('database', `statement ${after.name} (${after.uid}) stored`)
    else if (before.status.phase !== after.status.phase || before.intent.rest !== after.intent.rest) {
      trace.note('database', `statement ${after.name} ${before.status.phase} -> ${after.status.phase}${after.intent.rest === undefined ? '' : ` (rests: ${after.intent.rest})`} ${after.status.detail || (after.status.waitingFor ?? '')}`.trim())
      trace.count(`phase ${after.status.phase}${after.intent.rest === 'parked' ? ' parked' : ''}`)
    }
  })
}

function truthOf({ ledger }: Sim, row: Statement): StatementTruth {
  const known = ledger.statements.get(row.uid)
  if (known !== undefined) return known
  const { uid, name, organizationId, environmentId } = row
  const fresh: StatementTruth = {
    uid, name, organizationId, environmentId, class: row.class, specs: new Map(), generations: new Map(), jobs: [], emptyFrom: 0,
    finishedByItself: false, mayRunAgain: false, mayStartEmpty: false, deletionAsked: ledger.deletionsUnderWay.includes(`${environmentId}/${name}`), isGone: false,
  }
  ledger.statements.set(uid, fresh)
  return fresh
}

function written(sim: Sim, before: Statement | undefined, after: Statement): string[] {
  const { ledger } = sim
  const truth = truthOf(sim, after)
  const problems: string[] = []
  const require = (holds: boolean, problem: string) => void (holds || problems.push(problem))
  require(!truth.isGone, 'it was removed, and is written again')
  const stored = truth.specs.get(after.specVersion)
  require(stored === undefined || JSON.stringify(stored) === JSON.stringify(after.spec), `two specs of the version ${after.specVersion}`)
  truth.specs.set(after.specVersion, after.spec)
  const secret = findSecret(JSON.stringify(after.status))
  require(secret === undefined, `the secret ${secret} is in its status`)
  if (before !== undefined) {
    require(after.uid === before.uid && after.name === before.name && after.createdAtMs === before.createdAtMs, 'its identity changed')
    require(after.specVersion === before.specVersion || after.specVersion === before.specVersion + 1, `specVersion ${before.specVersion} -> ${after.specVersion}`)
    require(after.intentVersion >= before.intentVersion, `intentVersion ${before.intentVersion} -> ${after.intentVersion}`)
    require((after.intent.generation?.generation ?? 0) >= (before.intent.generation?.generation ?? 0), 'its generation went down')
    require(after.observed.goneGeneration >= before.observed.goneGeneration, `goneGeneration ${before.observed.goneGeneration} -> ${after.observed.goneGeneration}`)
    require(before.deletionRequestedAtMs === undefined || after.deletionRequestedAtMs !== undefined, 'its deletion was forgotten')
    require(!before.intent.stateExpected || after.intent.stateExpected || truth.mayStartEmpty || after.intent.resolution === 'start-empty' || before.intent.resolution === 'start-empty', 'it forgot that state is expected')
    require(before.intent.rest !== 'completed' || after.intent.rest === 'completed', `it left COMPLETED for ${after.status.phase}`)
  }
  if (after.intent.resolution === 'start-empty') truth.mayStartEmpty = truth.mayRunAgain = true
  if (after.intent.resolution === 'run-again') truth.mayRunAgain = true
  const generation = after.intent.generation
  if (generation !== undefined && generation.jobId !== before?.intent.generation?.jobId) {
    require(generation.generation === (before?.intent.generation?.generation ?? 0) + 1, `a generation was left out before ${generation.generation}`)
    require(!ledger.jobOwners.has(generation.jobId), `the job id ${generation.jobId} is used again`)
    ledger.jobOwners.set(generation.jobId, { uid: after.uid, generation: generation.generation })
    truth.generations.set(generation.generation, generation.jobId)
    const living = liveJobs(sim, truth)
    require(living.length === 0, `generation ${generation.generation} was made while ${living.map((job) => `job ${job.request.jobId} is ${job.state}`).join(', ')}`)
    sim.trace.count('generations')
    if (generation.generation > 1) sim.trace.count('generations after the first')
    if (generation.restoreFrom !== undefined) sim.trace.count(`restores from ${generation.restoreFrom.kind}`)
  }
  return problems
}

function removed(sim: Sim, before: Statement): string[] {
  const truth = truthOf(sim, before)
  truth.isGone = true
  const living = liveJobs(sim, truth)
  return [
    ...living.map((job) => `it was removed while its job ${job.request.jobId} is ${job.state}`),
    ...(before.deletionRequestedAtMs === undefined && !before.dryRun ? ['it was removed, and nobody had asked for it'] : []),
  ]
}

/** The jobs of a statement that still live in the memory of a living JobManager. */
export function liveJobs({ world }: Sim, truth: StatementTruth): FakeJob[] {
  return truth.jobs.filter((job) => !isOver(job) && isHeld(world.cluster, job))
}

/** Whether a living JobManager holds the job. */
function isHeld(cluster: Sim['world']['cluster'], job: FakeJob): boolean {
  return cluster.alive('jobmanager').some(({ worker }) => cluster.engineOf(worker, worker.clusterGeneration)?.find(job.request.jobId) === job)
}
