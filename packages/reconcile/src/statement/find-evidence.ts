import { archiveKey, checkpointsKey, savepointsKey } from '@headgate/domain'
import type { Generation, Statement, StatementObserved } from '@headgate/domain'
import type { ReconcileDeps } from '../deps.ts'

/**
 * Looks in the blob store for how a generation ended and what it left: the JobManager's archive, its retained checkpoints, the
 * savepoint of a stop that was under way. Undefined while the store does not answer: unknown is not absent.
 */
export async function findEvidence(
  statement: Statement,
  generation: Generation,
  deps: ReconcileDeps,
): Promise<Partial<StatementObserved> | undefined> {
  const ended = await readArchive(statement, generation, deps)
  if (ended === 'unavailable') return undefined
  const snapshot = await findNewestCheckpoint(statement, generation, deps)
  if (snapshot === 'unavailable') return undefined
  const savepoint = await findSavepoint(statement, generation, deps)
  if (savepoint === 'unavailable') return undefined
  const abandoned = savepoint === undefined ? await findAbandonedSavepoint(statement, generation, deps) : undefined
  if (abandoned === 'unavailable') return undefined
  const checkpoint = snapshot === 'missing' ? undefined : snapshot
  const newest = abandoned !== undefined && abandoned.completedAtMs > (checkpoint?.completedAtMs ?? 0) ? abandoned : checkpoint
  return {
    goneGeneration: generation.generation,
    listed: { generation: generation.generation, directory: snapshot === 'missing' ? 'missing' : 'intact', atMs: deps.clock.nowMs() },
    ...(ended === undefined ? {} : { ended }),
    ...(newest === undefined ? {} : { newestSnapshot: newest }),
    ...(savepoint === undefined ? {} : { stopOutcome: savepoint }),
  }
}

async function readArchive(
  statement: Statement,
  generation: Generation,
  deps: ReconcileDeps,
): Promise<StatementObserved['ended'] | 'unavailable'> {
  const prefix = archiveKey({ ...statement, computePoolId: generation.computePoolId })
  const listed = await deps.blobs.list(prefix, { limit: 100_000 })
  if (!listed.ok) return listed.reason === 'not-found' ? undefined : 'unavailable'
  for (const entry of listed.value.filter((file) => file.key.includes(generation.jobId))) {
    const file = await deps.blobs.read(entry.key)
    if (!file.ok) {
      if (file.reason === 'not-found') continue
      return 'unavailable'
    }
    const end = deps.flink.parseArchive(generation.jobId, new TextDecoder().decode(file.value))
    if (end !== undefined) {
      return { generation: generation.generation, state: end.state, atMs: end.endTimeMs, evidence: 'archive' }
    }
  }
  return undefined
}

/** The checkpoint with the highest number whose `_metadata` exists: Flink writes that file last. */
async function findNewestCheckpoint(
  statement: Statement,
  generation: Generation,
  deps: ReconcileDeps,
): Promise<StatementObserved['newestSnapshot'] | 'missing' | 'unavailable'> {
  const prefix = `${checkpointsKey(statement)}/${generation.jobId}`
  const listed = await deps.blobs.list(prefix, { limit: 100_000 })
  if (!listed.ok) return listed.reason === 'not-found' ? 'missing' : 'unavailable'
  const found = listed.value
    .map((entry) => ({ entry, match: /\/chk-(\d+)\/_metadata$/.exec(entry.key) }))
    .filter((candidate) => candidate.match !== null)
    .sort((a, b) => Number(b.match?.[1]) - Number(a.match?.[1]))[0]
  if (found === undefined) return undefined
  return {
    kind: 'checkpoint',
    uri: deps.blobs.uri(found.entry.key.slice(0, -'/_metadata'.length)),
    generation: generation.generation,
    completedAtMs: found.entry.modifiedMs,
  }
}

/**
 * The newest savepoint of an attempt that is said to have failed: Flink may complete one and then not end the job for it. What its
 * sinks published with it is published, so to start from before it would publish that again.
 */
async function findAbandonedSavepoint(statement: Statement, generation: Generation, deps: ReconcileDeps): Promise<StatementObserved['newestSnapshot'] | 'unavailable'> {
  const listed = await deps.blobs.list(savepointsKey(statement), { limit: 100_000 })
  if (!listed.ok) return listed.reason === 'not-found' ? undefined : 'unavailable'
  const found = listed.value
    .filter(({ key }) => key.startsWith(`${savepointsKey(statement)}/${generation.generation}-`) && key.endsWith('/_metadata'))
    .sort((a, b) => b.modifiedMs - a.modifiedMs)[0]
  if (found === undefined) return undefined
  return { kind: 'savepoint', uri: deps.blobs.uri(found.key.slice(0, -'/_metadata'.length)), generation: generation.generation, completedAtMs: found.modifiedMs }
}

/** The savepoint of the stop that is under way, if its `_metadata` was written. */
export async function findSavepoint(
  statement: Statement,
  generation: Generation,
  deps: ReconcileDeps,
): Promise<StatementObserved['stopOutcome'] | 'unavailable'> {
  const stop = statement.intent.stop
  if (stop === undefined) return undefined
  const listed = await deps.blobs.list(stop.directoryKey, { limit: 100_000 })
  if (!listed.ok) return listed.reason === 'not-found' ? undefined : 'unavailable'
  const metadata = listed.value.find((entry) => entry.key.endsWith('/_metadata'))
  if (metadata === undefined) return undefined
  return { triggerId: stop.triggerId, savepointUri: deps.blobs.uri(metadata.key.slice(0, -'/_metadata'.length)) }
}
