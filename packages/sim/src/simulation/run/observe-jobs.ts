import type { Worker } from '@headgate/domain'
import { statementKey } from '@headgate/domain'
import type { FakeJob } from '../../fakes/engine/fake-job.ts'
import { readSnapshot } from '../../fakes/engine/snapshots.ts'
import type { Sim } from '../sim.ts'
import type { StatementTruth } from './ledger.ts'
import { liveJobs } from './observe-statements.ts'

/** Holds each job that Flink takes against what the statement may have, at the moment it is taken. */
export function observeJobs(sim: Sim): void {
  sim.world.cluster.watchJobs((job, event, jobManager) => {
    const { jobId } = job.request
    const owner = sim.ledger.jobOwners.get(jobId)
    const truth = owner === undefined ? undefined : sim.ledger.statements.get(owner.uid)
    if (event === 'submitted') {
      sim.trace.note('flink', `job ${jobId} of ${truth?.name ?? 'nobody'} taken (generation ${owner?.generation}) from ${job.request.restoreUri ?? 'the beginning'}`)
      sim.trace.count('jobs taken')
      sim.ledger.violations.push(...taken(sim, job, jobManager, truth).map((problem) => `job ${jobId} of ${truth?.name} (${truth?.uid}): ${problem}`))
      sim.ledger.submitted.add(jobId)
      truth?.jobs.push(job)
      return
    }
    sim.trace.note('flink', `job ${jobId} of ${truth?.name ?? 'nobody'} ${job.state}`)
    if (job.state === 'FINISHED' && job.stoppedBySavepoint !== true && truth !== undefined) truth.finishedByItself = true
  })
}

function taken(sim: Sim, job: FakeJob, jobManager: Worker, truth: StatementTruth | undefined): string[] {
  if (truth === undefined) return ['it was submitted under an id that was never written']
  const problems: string[] = []
  if (sim.ledger.submitted.has(job.request.jobId)) problems.push('its id was submitted before, to another JobManager')
  for (const other of liveJobs(sim, truth)) problems.push(`it runs beside job ${other.request.jobId} of the same statement, which is ${other.state}`)
  if (jobManager.environmentId !== truth.environmentId || jobManager.organizationId !== truth.organizationId) problems.push(`it was sent to ${jobManager.workerId} of another environment`)
  if (truth.class === 'query') return truth.jobs.length > 0 ? [...problems, 'a query runs a second time'] : problems
  if (truth.finishedByItself && !truth.mayRunAgain) problems.push('it runs again by itself, although an earlier job had finished')
  problems.push(...wrongState(sim, job, truth))
  truth.mayRunAgain = truth.mayStartEmpty = false
  return problems
}

/** Judged by the files and by what Flink did, not by what was believed. */
function wrongState({ world, ledger }: Sim, job: FakeJob, truth: StatementTruth): string[] {
  if (job.request.checkpointIntervalMs === undefined) return []
  if (truth.mayStartEmpty && job.request.restoreUri === undefined) {
    truth.emptyFrom = truth.jobs.length
    return []
  }
  const { blobs } = world
  const counted = truth.jobs.slice(truth.emptyFrom)
  const had = counted.some((other) => other.nextCheckpointId > 1)
  if (job.request.restoreUri === undefined) return had && !isUnknowable(world, ledger, truth) ? ['it starts empty, although state had been taken'] : []
  const newest = blobs
    .keysNow(statementKey(truth))
    .filter((key) => key.endsWith('/_metadata'))
    .map((key) => blobs.uri(key.slice(0, -'/_metadata'.length)))
    .filter((uri) => !ledger.vanished.has(uri))
    .map((uri) => ({ uri, snapshot: readSnapshot(uri, blobs) }))
    .flatMap(({ uri, snapshot }) => (snapshot !== undefined && counted.some((other) => other.request.jobId === snapshot.jobId) ? [{ uri, runMs: snapshot.runMs }] : []))
    .sort((a, b) => b.runMs - a.runMs)[0]
  const from = readSnapshot(job.request.restoreUri, blobs)
  if (newest === undefined || from === undefined || from.runMs >= newest.runMs) return []
  return [`it goes on from ${job.request.restoreUri} (${from.runMs} ms of work), although ${newest.uri} (${newest.runMs} ms) is there`]
}

/** Nobody had told of the state when its files were taken away: then nothing is left that tells of it. */
function isUnknowable({ stores, blobs }: Sim['world'], { vanished }: Sim['ledger'], truth: StatementTruth): boolean {
  const row = [...stores.database.statements.values()].find((each) => each.uid === truth.uid)
  const isRecorded = row?.intent.stateExpected === true || row?.observed.newestSnapshot !== undefined
  return !isRecorded && [...vanished].some((uri) => uri.startsWith(`${blobs.uri(statementKey(truth))}/`))
}
