import type { FakeWorld } from './create-fake-world.ts'
import { isOver } from './fakes/engine/fake-job.ts'

/** What must never be true of a world, whatever fails: to be asked after each tick. */
export function findViolations(world: Pick<FakeWorld, 'cluster' | 'stores' | 'blobs'>): string[] {
  return [...twoJobManagers(world), ...twoJobsOfOneStatement(world), ...tooManyGrants(world), ...lostRestorePoints(world)]
}

/** Jobs that still run although no statement wants them: must be none once faults have stopped and time has passed. */
export function findOrphans(world: Pick<FakeWorld, 'cluster' | 'stores'>): string[] {
  const wanted = new Set(
    [...world.stores.database.statements.values()]
      .filter((statement) => statement.intent.rest === undefined && statement.deletionRequestedAtMs === undefined)
      .map((statement) => statement.intent.generation?.jobId),
  )
  return liveJobs(world)
    .filter((job) => !wanted.has(job.request.jobId))
    .map((job) => `job ${job.request.jobId} (${job.request.name}) is ${job.state} and wanted by nobody`)
}

function liveJobs({ cluster }: Pick<FakeWorld, 'cluster'>) {
  return cluster
    .alive('jobmanager')
    .flatMap(({ worker }) => cluster.engineOf(worker, worker.clusterGeneration)?.jobs() ?? [])
    .filter((job) => !isOver(job))
}

/** Of two JobManagers one was there before and the other is the successor that was decided on, and has no job yet. */
function twoJobManagers({ cluster, stores }: Pick<FakeWorld, 'cluster' | 'stores'>): string[] {
  const pools = Map.groupBy(cluster.alive('jobmanager').map(({ worker }) => worker), ({ environmentId, computePoolId }) => `pool ${environmentId}/${computePoolId}`)
  return [...pools].flatMap(([name, jobManagers]) => {
    if (jobManagers.length > 2) return [`${name} has ${jobManagers.length} living JobManagers`]
    const newest = jobManagers.reduce((one, other) => (other.clusterGeneration > one.clusterGeneration ? other : one))
    const row = [...stores.database.pools.values()].find(({ id, environmentId }) => id === newest.computePoolId && environmentId === newest.environmentId)
    const isSuccessor = row?.intent.successor === newest.clusterGeneration
    if (isSuccessor && (cluster.engineOf(newest, newest.clusterGeneration)?.jobs().length ?? 0) > 0) return [`${name} has jobs in its successor`]
    // Two that are both older than what was decided on since are both being ended.
    const isDecided = isSuccessor || newest.clusterGeneration <= (row?.intent.clusterGeneration ?? 0)
    return jobManagers.length < 2 || isDecided ? [] : [`${name} has two living JobManagers`]
  })
}

/** A statement is told by the directory that its checkpoints go to. */
function twoJobsOfOneStatement(world: Pick<FakeWorld, 'cluster'>): string[] {
  const uids = liveJobs(world).map((job) => /\/statements\/([^/]+)\/checkpoints/.exec(job.request.checkpointsUri)?.[1])
  return repeated(uids.filter((uid) => uid !== undefined)).map((uid) => `statement ${uid} has two living jobs`)
}

/** What was granted before max_cfu was lowered stays granted; a bound that was never lowered holds. Own pools pass on what a DEDICATED one grants. */
function tooManyGrants({ stores }: Pick<FakeWorld, 'stores'>): string[] {
  return [...stores.database.pools.values()].flatMap((pool) => {
    const granted = Object.values(pool.intent.grants).reduce((sum, slots) => sum + slots, 0)
    return pool.ownOf === undefined && pool.specVersion === 1 && granted > pool.spec.maxCfu ? [`pool ${pool.id} granted ${granted} of ${pool.spec.maxCfu} slots`] : []
  })
}

/** What a stopped statement would start from is there. */
function lostRestorePoints({ stores, blobs }: Pick<FakeWorld, 'stores' | 'blobs'>): string[] {
  return [...stores.database.statements.values()].flatMap(({ uid, intent }) => {
    if (intent.rest !== 'stopped' || intent.restorePoint === undefined) return []
    const key = blobs.keyOf(intent.restorePoint.uri)
    return key !== undefined && blobs.readNow(`${key}/_metadata`) !== undefined ? [] : [`statement ${uid} rests, and its restore point ${intent.restorePoint.uri} is gone`]
  })
}

const repeated = (list: string[]): string[] => [...new Set(list.filter((each, index) => list.indexOf(each) !== index))]
