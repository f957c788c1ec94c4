import type { Pool, Statement } from '@headgate/domain'
import { findOrphans } from '../../find-violations.ts'
import type { Sim } from '../sim.ts'
import { liveJobs } from '../run/observe-statements.ts'

/** What is still not as it shall be: empty once everything asked for is so and nothing is left over. */
export function findUnfinished(sim: Sim): string[] {
  const { statements, pools } = sim.world.stores.database
  return [
    ...[...statements.values()].flatMap((row) => unfinishedStatement(sim, row).map((what) => `${row.name} (${row.uid}, ${row.class}): ${what}`)),
    ...[...pools.values()].flatMap((row) => unfinishedPool(sim, row).map((what) => `pool ${row.id}: ${what}`)),
    ...findOrphans(sim.world),
    ...orphanWorkers(sim),
  ]
}

function unfinishedStatement(sim: Sim, row: Statement): string[] {
  if (row.deletionRequestedAtMs !== undefined) return ['its deletion is not done']
  if (row.intent.specVersion < row.specVersion) return [`version ${row.specVersion} of its spec is not answered (${row.intent.specVersion} is)`]
  const { rest } = row.intent
  const truth = sim.ledger.statements.get(row.uid)
  const living = truth === undefined ? [] : liveJobs(sim, truth)
  if (rest === 'stopped' && row.class === 'insert' && !row.spec.stopped) return ['it is not resumed']
  if (rest === 'parked' && row.intent.resolution !== undefined) return ['a decision about it is not carried out']
  if (rest !== undefined) return living.length > 0 ? [`it rests (${rest}), and its job is ${living[0]?.state}`] : []
  if (row.spec.stopped) return [`it is not stopped (${row.status.phase}; ${row.status.waitingFor})`]
  if (row.class !== 'insert' && row.class !== 'query') return [`it is not answered (${row.status.phase}; ${row.status.waitingFor})`]
  const runs = living.some((job) => job.state === 'RUNNING' && job.allTasksRunning)
  if (row.status.phase === 'RUNNING' && runs) return []
  return hasNoRoom(sim, row) ? [] : [`it does not run (${row.status.phase}; ${row.status.waitingFor}; job ${living[0]?.state ?? 'none'})`]
}

/** Whether it rightly waits for slots that others hold. */
function hasNoRoom(sim: Sim, row: Statement): boolean {
  const pool = [...sim.world.stores.database.pools.values()].find((each) => each.id === row.spec.computePoolId)
  if (pool === undefined || row.status.scalingState !== 'POOL_EXHAUSTED') return false
  const others = Object.entries(pool.intent.grants).filter(([uid]) => uid !== row.uid).reduce((sum, [, slots]) => sum + slots, 0)
  const waitsBehind = pool.intent.exhausted.some((uid) => uid !== row.uid)
  return others + row.intent.slotsAsked > pool.spec.maxCfu || waitsBehind
}

function unfinishedPool(sim: Sim, row: Pool): string[] {
  if (row.deletionRequestedAtMs !== undefined) return ['its deletion is not done']
  if (isForsaken(sim, row)) return ['it is left over: its statement or its pool is gone']
  const alive = sim.world.cluster.alive(undefined, row.id).filter(({ worker }) => worker.environmentId === row.environmentId)
  const old = alive.filter(({ worker }) => worker.clusterGeneration !== row.intent.clusterGeneration)
  if (old.length > 0) return [`${old.length} processes of another cluster generation live`]
  // An awake pool that nobody needs is looked at when it is needed, or given back.
  if (row.intent.awake && row.intent.idleSinceMs !== undefined) return []
  const jobManagers = alive.filter(({ worker }) => worker.role === 'jobmanager' && worker.state === 'running').length
  if (row.intent.awake !== (jobManagers === 1)) return [row.intent.awake ? 'its JobManager does not run' : 'it sleeps, and its JobManager lives']
  return []
}

/** An own pool that belongs to nobody any more. */
export function isForsaken({ world }: Pick<Sim, 'world'>, { ownOf, environmentId }: Pool): boolean {
  const { statements, pools } = world.stores.database
  if (ownOf === undefined) return false
  const hasOwner = [...statements.values()].some((row) => row.uid === ownOf.statementUid && row.environmentId === environmentId)
  return !hasOwner || ![...pools.values()].some((row) => row.id === ownOf.computePoolId && row.environmentId === environmentId)
}

function orphanWorkers({ world }: Sim): string[] {
  const pools = new Set([...world.stores.database.pools.values()].map((pool) => `${pool.environmentId}/${pool.id}`))
  return world.cluster.alive().filter(({ worker }) => !pools.has(`${worker.environmentId}/${worker.computePoolId}`)).map(({ worker }) => `${worker.workerId} lives, and its pool is gone`)
}
