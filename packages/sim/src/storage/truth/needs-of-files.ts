import { environmentKey, finalSnapshotStates } from '@headgate/domain'
import type { Snapshot, Statement, Tenant } from '@headgate/domain'
import { newestRestorePoint } from '@headgate/planner'
import { isOver } from '../../fakes/engine/fake-job.ts'
import type { FakeJob } from '../../fakes/engine/fake-job.ts'
import type { History } from '../history.ts'

/** Why each file of an environment must stay, by what really is: rows, running jobs, and what every `_metadata` names. */
export interface NeedsOfFiles {
  /** Undefined: nobody needs it. */
  whyNeeded(key: string): string | undefined
}

/** Taken at one moment; ask at once. */
export function needsOfFiles(history: History, tenant: Tenant): NeedsOfFiles {
  const { world, ledger } = history
  const { database } = world.stores
  const root = environmentKey(tenant)
  const isOurs = (row: Tenant): boolean => row.environmentId === tenant.environmentId && row.organizationId === tenant.organizationId
  const snapshots = [...database.snapshots.values()].filter(isOurs)
  const statements = [...database.statements.values()].filter(isOurs)
  const directories = new Map([...database.directories.values()].filter(isOurs).map((row) => [row.key, row]))
  const files = new Map<string, string>()
  const below = new Map<string, string>()
  const keyOf = (uri: string | undefined): string | undefined => (uri === undefined ? undefined : world.blobs.keyOf(uri))
  const needSnapshotAt = (uri: string | undefined, why: string): void => {
    const directoryKey = keyOf(uri)
    if (directoryKey === undefined) return
    for (const key of ledger.metadata.filesIn(directoryKey) ?? []) files.set(key, why)
    below.set(directoryKey, why)
  }

  below.set(`${root}/files`, 'a table wrote it')
  for (const snapshot of snapshots) {
    const why = whyKept(snapshot, ledger.confirmed)
    if (why === undefined) continue
    // Of one that is adopted while its files are gone through nothing was promised: it is complete when they are there.
    const isPromised = snapshot.trigger !== 'adopted' || snapshot.state !== 'WRITTEN' || snapshot.createdAtMs < (ledger.loadedAtMs.get(tenant.environmentId) ?? 0)
    if (isPromised) needSnapshotAt(snapshot.observed.uri, why)
    for (const key of ownKeys(snapshot)) below.set(key, why)
  }
  for (const { job, directoryKey } of liveJobs(history)) {
    if (!directoryKey.startsWith(`${root}/`)) continue
    below.set(directoryKey, `the job ${job.request.jobId} is ${job.state}: its JobManager owns it`)
    if (job.newestCheckpoint === undefined) needSnapshotAt(job.request.restoreUri, `the job ${job.request.jobId} was restored from it and has no checkpoint of its own`)
  }
  for (const statement of statements) {
    below.set(`${root}/statements/${statement.uid}/plans`, `the statement ${statement.name} is there`)
    const { planKey } = statement.intent.origin?.prepared ?? {}
    if (planKey !== undefined && statement.observed.prepared === undefined) files.set(planKey, `the statement ${statement.name} begins with it`)
    for (const [uri, why] of goesOnFrom(statement)) needSnapshotAt(uri, why)
    const { generation } = statement.intent
    if (generation !== undefined && statement.observed.goneGeneration < generation.generation && statement.class !== 'query') {
      below.set(`${root}/statements/${statement.uid}/checkpoints/${generation.jobId}`, `the generation ${generation.generation} of ${statement.name} is not proven gone`)
    }
  }
  const planned = new Set(snapshots.flatMap(({ statement }) => statement?.uid ?? []))

  const byPlace = (key: string): string | undefined => {
    const [folder = '', uid = '', kind = '', name = '', part = ''] = key.slice(root.length + 1).split('/')
    const up = (count: number): string => `${root}/${[folder, uid, kind, name].slice(0, count).join('/')}`
    if (folder === 'pools') return kind === 'archive' || kind === 'checkpoints' ? undefined : 'it is of the processes of a pool'
    if (folder === 'exports') return ownedBy(up(2))
    if (folder !== 'statements') return ownedBy(key)
    if (kind === 'plans') return planned.has(uid) ? 'a snapshot of its statement is there' : undefined
    if (kind === 'savepoints' || kind === 'snapshots') {
      const attemptKey = up(4)
      const earlier = /^(.{36})-(\d+)$/.exec(name)
      const of = kind === 'snapshots' ? snapshots.find(({ id }) => id === earlier?.[1]) : undefined
      if (of !== undefined && Number(earlier?.[2]) < (of.intent.attempt?.attempt ?? 0)) return undefined
      return ownedBy(attemptKey)
    }
    if (kind !== 'checkpoints' || !/^[0-9a-f]{32}$/.test(name) || part === '') return 'nobody knows what it is'
    const directory = directories.get(up(4))
    if (directory === undefined) return 'the end of its generation was not recorded'
    if (directory.isWorthless) return undefined
    if (directory.frozenBecause !== undefined) return 'its directory is frozen'
    return directory.registeredAtMs === undefined ? 'the checkpoints of its directory are not known yet' : undefined
  }
  /** Undefined also means that it is somebody's who has given it up. */
  const ownedBy = (key: string): string | undefined => {
    const owner = snapshots.find((snapshot) => ownKeys(snapshot).some((own) => key === own || key.startsWith(`${own}/`)))
    if (owner === undefined) return wasDeleted(key) ? undefined : 'nobody knows what it is'
    // What a person put there is not ours, whatever came of adopting it.
    return owner.trigger === 'adopted' && owner.state !== 'DELETING' ? 'a person put it there' : undefined
  }
  const wasDeleted = (key: string): boolean => [...database.deletions.values()].some((row) => isOurs(row) && row.deletion.key === key)

  return {
    whyNeeded(key) {
      if (!key.startsWith(`${root}/`)) return 'it is not of the environment'
      const exact = files.get(key)
      if (exact !== undefined) return exact
      for (let end = key.lastIndexOf('/'); end > root.length; end = key.lastIndexOf('/', end - 1)) {
        const why = below.get(key.slice(0, end))
        if (why !== undefined) return why
      }
      const place = byPlace(key)
      // A marker of an emptied directory is nothing to anybody.
      if (place === undefined || key.endsWith('/')) return undefined
      return isDeletedWith(key) ? undefined : place
    },
  }

  /** Of a snapshot that passed the last look: named by it, or in its directory. */
  function isDeletedWith(key: string): boolean {
    return snapshots.some((snapshot) => {
      if (!ledger.confirmed.has(snapshot.id)) return false
      const directoryKey = keyOf(snapshot.observed.uri)
      return isInside(key, snapshot) || (directoryKey !== undefined && ledger.metadata.filesIn(directoryKey)?.includes(key) === true)
    })
  }
}

/** Whether a key lies in a directory of any attempt of a snapshot, or in its own. */
export const isInside = (key: string, snapshot: Pick<Snapshot, 'intent' | 'id'>): boolean => key.includes(`/snapshots/${snapshot.id}-`) || ownKeys(snapshot).some((own) => key.startsWith(`${own}/`))

/** The directories that a snapshot has for itself. */
export const ownKeys = ({ intent }: Pick<Snapshot, 'intent'>): string[] => [intent.attempt?.directoryKey, intent.directoryKey].filter((key) => key !== undefined)

function whyKept(snapshot: Snapshot, confirmed: ReadonlySet<string>): string | undefined {
  const { id, state, spec, trigger, intent } = snapshot
  switch (state) {
    case 'IN_PROGRESS':
    case 'WRITTEN':
    case 'COMPLETED':
      return `the snapshot ${id} is ${state}${spec.trash === undefined ? '' : ' (in the trash)'}${spec.pinned ? ' (pinned)' : ''}`
    case 'PENDING':
      return trigger === 'exported' ? `the copy ${id} is being made` : intent.attempt === undefined ? `the snapshot ${id} is PENDING` : undefined
    case 'DELETING':
      return confirmed.has(id) ? undefined : `the snapshot ${id} is DELETING, and did not pass the last look`
    case 'FAILED':
    case 'CANCELLED':
      return undefined
  }
}

/** What a statement would be started from, by the rows of the controller. */
export function goesOnFrom(statement: Statement): [uri: string, why: string][] {
  const { intent, observed, name } = statement
  const found: [string, string][] = []
  if (intent.rest === 'completed' || intent.rest === 'failed') return found
  const { generation } = intent
  const lives = generation !== undefined && observed.goneGeneration < generation.generation
  if (lives && generation.restoreFrom !== undefined && (observed.newestSnapshot?.generation ?? 0) < generation.generation) found.push([generation.restoreFrom.uri, `the statement ${name} is being restored from it`])
  if (statement.deletionRequestedAtMs !== undefined) return found
  if (intent.chosen !== undefined) found.push([intent.chosen.uri, `a person chose it for the statement ${name}`])
  const target = newestRestorePoint(statement)
  if (target !== undefined) found.push([target.uri, `the statement ${name} would go on from it`])
  return found
}

/** Whether a statement's generation that may still run left a savepoint there when it was to be stopped. */
export const isOfLiveStop = ({ uid, intent: { generation }, observed }: Statement, uri: string): boolean =>
  generation !== undefined && observed.goneGeneration < generation.generation && uri.includes(`/statements/${uid}/savepoints/${generation.generation}-`)

/** Whether a snapshot's copy is being made. */
export const isBeingCopied = (snapshot: Snapshot, all: Iterable<Snapshot>): boolean => [...all].some((other) => other.copyOf === snapshot.id && !finalSnapshotStates.includes(other.state) && other.state !== 'WRITTEN')

/** Jobs that are not over, with the directory of their checkpoints. */
export function liveJobs({ world }: Pick<History, 'world'>): { job: FakeJob; directoryKey: string }[] {
  return world.cluster.alive('jobmanager').flatMap(({ worker }) =>
    (world.cluster.engineOf(worker, worker.clusterGeneration)?.jobs() ?? []).filter((job) => !isOver(job)).map((job) => ({ job, directoryKey: `${world.blobs.keyOf(job.request.checkpointsUri) ?? ''}/${job.request.jobId}` })))
}
