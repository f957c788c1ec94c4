import { environmentKey, tableFilesKey } from '@headgate/domain'
import type { SnapshotPolicy, Tenant } from '@headgate/domain'
import type { Random } from '../../random.ts'
import { drawPolicy } from '../character.ts'
import type { History, HistoryAct } from '../history.ts'
import { liveJobs } from '../truth/needs-of-files.ts'
import { anyStatement, hesitate, snapshotsOf, told } from './pick.ts'
import { blueprintOf, derivedId } from './snapshots.ts'

const fileText = 'put there by a person'

const policiesOf = ({ world }: History, tenant: Tenant): SnapshotPolicy[] => [...world.stores.database.snapshotPolicies.values()].filter((row) => row.environmentId === tenant.environmentId)

/** Writes the policy of this name, whether or not there is one. */
export async function putPolicy(history: History, tenant: Tenant, name: string, over: Partial<SnapshotPolicy>, random: Random) {
  const { world } = history
  const nowMs = world.clock.nowMs()
  const before = policiesOf(history, tenant).find((row) => row.name === name)
  const policy: SnapshotPolicy = {
    ...tenant, name, format: 'native', ...(history.character.policy ?? drawPolicy(random)), deletionPaused: false, version: 1, createdAtMs: nowMs, ...before, updatedAtMs: nowMs, ...over,
  }
  const { snapshotPolicies } = world.stores.resources
  const put = before === undefined ? await snapshotPolicies.create(tenant, policy) : await snapshotPolicies.replace(tenant, name, policy, before.version)
  notePaused(history, tenant)
  return put
}

/** Since when deletion is paused, if it is. */
export function notePaused(history: History, tenant: Tenant): void {
  const { pausedSinceMs } = history.ledger
  if (!policiesOf(history, tenant).some((row) => row.deletionPaused)) pausedSinceMs.delete(tenant.environmentId)
  else if (!pausedSinceMs.has(tenant.environmentId)) pausedSinceMs.set(tenant.environmentId, history.world.clock.nowMs())
}

/** A savepoint, or the copy of a checkpoint that names files elsewhere, as somebody who has access to the store puts it there. */
function putForeign(history: History, tenant: Tenant, random: Random): string | undefined {
  const { world, ledger } = history
  const root = environmentKey(tenant)
  const directoryKey = `${root}/${random.pick(['imports', 'exports', 'statements/0/savepoints'])}/f${random.integer(1, 3)}/savepoint-${random.integer(1, 2)}`
  // What lies in a snapshot's own directory goes with it.
  const isTaken = snapshotsOf(history, tenant).some(({ intent }) => intent.directoryKey !== undefined && isWithin(directoryKey, intent.directoryKey))
  if (isTaken || world.blobs.keysNow(directoryKey).length > 0) return undefined
  const shared = world.blobs.keysNow(`${root}/statements`).filter((key) => key.includes('/shared/') && !liveJobs(history).some(({ directoryKey: live }) => key.startsWith(`${live}/`)))
  const named = shared.length > 0 && random.chance(0.5) ? [random.pick(shared)] : []
  const isIncomplete = random.chance(0.15)
  if (!isIncomplete) world.blobs.writeNow(`${directoryKey}/own-1`, fileText)
  const references = [{ location: 'own-1', isRelative: true, sizeBytes: fileText.length }, ...named.map((key) => ({ location: world.blobs.uri(key), isRelative: false, sizeBytes: 1 }))]
  world.blobs.writeNow(`${directoryKey}/_metadata`, random.chance(0.1) ? 'no metadata' : JSON.stringify({ jobId: '', checkpointId: 1, isSavepoint: true, runMs: 0, references }))
  ledger.foreign.add(directoryKey)
  return directoryKey
}

/** The directories of an environment that hold a `_metadata`. */
const metadataDirectories = ({ world }: History, tenant: Tenant): string[] =>
  world.blobs.keysNow(environmentKey(tenant)).filter((key) => key.endsWith('/_metadata')).map((key) => key.slice(0, -'/_metadata'.length))

const isWithin = (key: string, directoryKey: string): boolean => key === directoryKey || key.startsWith(`${directoryKey}/`)

/** Policies, what people put into the store, and what is asked of whoever keeps it. */
export const storageActs: HistoryAct[] = [
  { name: 'policy', weight: 2, perform: async (history, tenant, random) => told('all', await putPolicy(history, tenant, 'all', drawPolicy(random), random)) },
  {
    name: 'policy-of-one', weight: 1,
    async perform(history, tenant, random) {
      const row = anyStatement(history, tenant, random, () => true)
      if (row === undefined) return undefined
      const schedule = random.chance(0.6) ? { schedule: { kind: 'interval' as const, everyMs: random.pick([60_000, 20 * 60_000, 6 * 3_600_000]) } } : {}
      return told(`of ${row.name}`, await putPolicy(history, tenant, `of-${row.name}`, { statementName: row.name, ...drawPolicy(random), ...schedule, ...(random.chance(0.2) ? { drillEveryMs: 12 * 3_600_000 } : {}) }, random))
    },
  },
  {
    name: 'policy-removed', weight: 0.5,
    async perform(history, tenant, random) {
      const found = policiesOf(history, tenant)
      if (found.length === 0) return undefined
      const { name } = random.pick(found)
      const removed = await history.world.stores.resources.snapshotPolicies.remove(tenant, name)
      notePaused(history, tenant)
      return told(name, removed)
    },
  },
  {
    name: 'deletion-paused', weight: 1,
    async perform(history, tenant, random) {
      const put = await putPolicy(history, tenant, 'pause', { deletionPaused: true, statementName: 'nobody' }, random)
      const forMs = random.pick([60_000, 3_600_000, 30 * 3_600_000])
      history.later(forMs, () => void putPolicy(history, tenant, 'pause', { deletionPaused: false }, random))
      return told(`for ${forMs} ms`, put)
    },
  },
  {
    name: 'scan', weight: 3,
    perform: async ({ world }, tenant) => told('now', await world.stores.api.requestStorageScan(tenant, world.clock.nowMs())),
  },
  { name: 'foreign', weight: 2, perform: async (history, tenant, random) => putForeign(history, tenant, random) },
  {
    name: 'table-file', weight: 0.5,
    async perform({ world }, tenant, random) {
      const key = `${tableFilesKey(tenant)}/t/part-${random.integer(1, 3)}`
      world.blobs.writeNow(key, fileText)
      return key
    },
  },
  {
    name: 'adopt', weight: 3,
    async perform(history, tenant, random) {
      const { world } = history
      const found = metadataDirectories(history, tenant)
      if (found.length === 0) return undefined
      // As the API: what belongs to somebody is refused, by the rows as they were read.
      const owned = snapshotsOf(history, tenant).flatMap(({ intent, observed }) => [intent.directoryKey, intent.attempt?.directoryKey, observed.uri === undefined ? undefined : world.blobs.keyOf(observed.uri)])
      const belongs = (key: string): boolean => owned.some((own) => own !== undefined && (isWithin(own, key) || isWithin(key, own)))
      const free = found.filter((key) => !belongs(key))
      const directoryKey = random.pick(free.length > 0 && random.chance(0.8) ? free : found)
      const isTaken = belongs(directoryKey)
      const isLive = liveJobs(history).some(({ directoryKey: live }) => isWithin(directoryKey, live)) || isOfLiveGeneration(history, tenant, directoryKey)
      if (isTaken || isLive) return `${directoryKey}: refused (taken)`
      const statement = random.chance(0.5) ? anyStatement(history, tenant, random, (row) => row.class === 'insert') : undefined
      await hesitate(history, random)
      return told(directoryKey, await world.stores.api.createSnapshot(tenant, {
        ...tenant, id: derivedId(directoryKey), kind: 'savepoint', format: 'native', trigger: 'adopted', spec: { labels: {}, pinned: false }, state: 'WRITTEN', intent: { failures: 0, directoryKey },
        observed: { uri: world.blobs.uri(directoryKey) }, createdAtMs: world.clock.nowMs(), ...(statement === undefined ? {} : { statement: { uid: statement.uid, name: statement.name, generation: 0 }, blueprint: blueprintOf(statement) }),
      }))
    },
  },
  {
    name: 'housekeeping', weight: 0.5,
    async perform({ world }) {
      const nowMs = world.clock.nowMs()
      return told('swept', await world.stores.reconcile.sweep({ endedBeforeMs: nowMs - 3_600_000, dryRunsBeforeMs: nowMs - 120_000, nowMs }))
    },
  },
]

const isOfLiveGeneration = ({ world }: History, tenant: Tenant, key: string): boolean =>
  [...world.stores.database.statements.values()].some(({ environmentId, uid, intent, observed }) =>
    environmentId === tenant.environmentId && intent.generation !== undefined && observed.goneGeneration < intent.generation.generation && key.includes(`/statements/${uid}/checkpoints/${intent.generation.jobId}/`))
