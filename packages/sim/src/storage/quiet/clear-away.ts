import { environmentKey, isTrashed } from '@headgate/domain'
import type { Tenant } from '@headgate/domain'
import { snapshotsOf, statementsOf } from '../acts/pick.ts'
import { putPolicy } from '../acts/storage.ts'
import { look } from '../checkers/index.ts'
import type { History } from '../history.ts'
import { jump, work } from '../town/pass-time.ts'

const hourMs = 3_600_000

/** People delete everything that they can; when its time is over nothing may be left but what the report tells of. Answers what was found. */
export async function clearAway(history: History): Promise<string[]> {
  const { world, ledger, trace, tenants } = history
  trace.note('end', 'people delete everything')
  for (const tenant of tenants) {
    for (const { name } of [...world.stores.database.snapshotPolicies.values()].filter((row) => row.environmentId === tenant.environmentId)) await world.stores.resources.snapshotPolicies.remove(tenant, name)
    ledger.pausedSinceMs.delete(tenant.environmentId)
    await putPolicy(history, tenant, 'all', { keepLast: 1, keepForMs: 0, keepAfterDeletionMs: 0, trashMs: 0 }, history.random.acts)
    for (const { name, deletionRequestedAtMs } of statementsOf(history, tenant)) if (deletionRequestedAtMs === undefined) await world.stores.api.requestStatementDeletion(tenant, name, world.clock.nowMs())
  }
  const violations: string[] = []
  const pass = async (forMs: number): Promise<void> => {
    if (violations.length > 0) return
    await jump(history, history.random.time, forMs, 0)
    violations.push(...look(history))
  }
  await work(history, 10_000, 500)
  for (const tenant of tenants) await throwAwayAll(history, tenant)
  await pass(hourMs)
  for (const tenant of tenants) await throwAwayAll(history, tenant)
  // The trash is over, then the wait; a mark, and what it is about; records of how jobs ended; lost generations, which become snapshots first.
  for (const hours of [2, 2, 25, 2, 26, 2, 2, 8 * 24, 2, 2, 2, 2, 2, 2]) await pass(hours * hourMs)
  if (violations.length > 0) return violations
  return tenants.flatMap((tenant) => leftOver(history, tenant))
}

async function throwAwayAll({ world, ledger, ...history }: History, tenant: Tenant): Promise<void> {
  for (const row of snapshotsOf({ world, ledger, ...history }, tenant)) {
    if (row.state !== 'COMPLETED' || (isTrashed(row) && !row.spec.pinned)) continue
    const trash = row.spec.trash ?? { atMs: world.clock.nowMs(), by: 'user' as const, reason: 'A user deleted it.' }
    const { retainUntilMs: _unused, ...spec } = row.spec
    const changed = await world.stores.api.changeSnapshotSpec(tenant, row.id, { ...spec, pinned: false, trash }, row.specVersion, world.clock.nowMs())
    if (changed.ok) ledger.trashed.set(row.id, trash)
  }
}

function leftOver(history: History, tenant: Tenant): string[] {
  const { world, ledger } = history
  const { database } = world.stores
  const root = environmentKey(tenant)
  const isOf = (row: Tenant): boolean => row.environmentId === tenant.environmentId
  const report = [...database.storage].find(([key]) => key.includes(tenant.environmentId))?.[1].report
  const isForeign = (key: string): boolean => [...ledger.foreign].some((directoryKey) => key.startsWith(`${directoryKey}/`))
  const frozen = [...database.directories.values()].filter((row) => isOf(row) && row.frozenBecause !== undefined)
  const leaked = world.blobs.keysNow(root).filter((key) => !key.startsWith(`${root}/files/`) && !isForeign(key) && !frozen.some((row) => key.startsWith(`${row.key}/`)))
  return [
    ...[...database.statements.values()].filter(isOf).map(({ name, uid, status, observed }) => `the statement ${name} (${uid}) is still there: ${status.phase} ${status.waitingFor ?? ''} ${JSON.stringify(observed.job)}`),
    ...leaked.map((key) => `it is left behind: ${key}`),
    ...[...database.pools.values()].filter((row) => isOf(row) && row.scratch === true).map(({ id }) => `the pool of a drill is still there: ${id}`),
    ...[...database.snapshots.values()].filter(isOf).map(({ id, state, trigger, spec, observed }) => `the snapshot ${id} (${trigger}) is still there as ${state}: ${JSON.stringify({ spec, drill: observed.drill })}`),
    ...[...database.directories.values()].filter((row) => isOf(row) && row.frozenBecause === undefined).map(({ key }) => `the handed-over directory is still recorded: ${key}`),
    ...[...database.marks.values()].filter(isOf).map(({ mark }) => `a mark is left: ${mark.kind} ${mark.key}`),
    ...(report === undefined ? ['there is no report'] : []),
    ...(report?.orphans ?? []).filter(({ key }) => !key.includes('/files') && ![...ledger.foreign].some((directoryKey) => key.startsWith(directoryKey) || directoryKey.startsWith(key))).map(({ key, kind, reason, files }) => `an orphan stays: ${kind} ${key} (${files} files): ${reason}`),
    ...(report?.deletableTotal.count ?? 0) > 0 ? [`the report says that ${report?.deletableTotal.count} could be deleted: ${report?.deletable.map(({ key, reason }) => `${key} (${reason})`).join(', ')}`] : [],
  ]
}
