import { ok } from '@headgate/domain'
import type { Result, Tenant } from '@headgate/domain'
import { objectsPerRequestMax } from '@headgate/ports'
import { createStorageContext, needed, needsOf, ownersOf, pausedBecause } from '@headgate/planner'
import type { StorageContext } from '@headgate/planner'
import type { Turn } from '../deps.ts'
import { createDiscoveries } from './discoveries.ts'
import { recordDeleted, recordSweep } from './record-sweep.ts'
import { createRemover } from './remover.ts'
import { scanRange } from './scan-range.ts'
import { splitRanges } from './split-ranges.ts'
import { createUnits } from './units.ts'

/**
 * Goes once through all files of an environment, in the order of their keys and in bounded memory: says of each what it is, deletes what may
 * go, and leaves a report. What was given up for good (`confirm`) is checked for the last time first, under the lock of its row.
 */
export async function sweep(turn: Turn, tenant: Tenant, confirm: readonly string[]): Promise<Result<void>> {
  const { deps } = turn
  const startedAtMs = deps.clock.nowMs()
  const confirmed = await confirmAll(turn, tenant, confirm)
  if (!confirmed.ok) return confirmed
  const world = await deps.store.loadStorage(tenant)
  if (!world.ok) return world
  const inUse = world.value.statements.flatMap((statement) => needed(statement).flatMap(({ uri }) => deps.objects.keyOf(uri) ?? []))
  const seen = createStorageContext({ tenant, nowMs: startedAtMs, settings: deps.settings.storage, ...world.value, confirmed: confirmed.value, needed: inUse })
  const unmade = seen.hasUnread ? ok([]) : await unmake(turn, seen)
  if (!unmade.ok) return unmade
  const context: StorageContext = { ...seen, confirmed: new Set(unmade.value) }

  const units = createUnits()
  const discoveries = createDiscoveries(context)
  const remover = createRemover(turn, units, () => mayDelete(turn, tenant))
  const scan = { tenant, context, units, discoveries, remover }
  const scanned = await Promise.all(splitRanges(world.value.snapshots).map((range) => scanRange(turn, scan, range)))
  const failed = scanned.find((each) => !each.ok)
  await remover.flush()
  // What was removed is looked for again by the next scan: only a whole one tells what is left.
  if (failed !== undefined) {
    await recordDeleted(turn, units)
    return failed
  }
  turn.note('scan')
  return await recordSweep(turn, { startedAtMs, world: world.value, context, units, discoveries, stoppedBecause: remover.stoppedBecause() ?? (await mayDelete(turn, tenant)) })
}

/** The kill switches, as they are now. */
async function mayDelete(turn: Turn, tenant: Tenant): Promise<string | undefined> {
  if (!turn.deps.settings.deletionEnabled) return 'Deletion is switched off for the whole installation.'
  const world = await turn.deps.store.listPolicies(tenant)
  return world.ok ? pausedBecause(world.value) : 'The policies of the environment could not be read.'
}

async function confirmAll(turn: Turn, tenant: Tenant, ids: readonly string[]): Promise<Result<string[]>> {
  if (ids.length === 0 || (await mayDelete(turn, tenant)) !== undefined) return ok([])
  return await turn.deps.store.confirmDeletion(turn.lease(), [...ids], (snapshot, statements) => snapshot.spec.pinned || needsOf(snapshot, statements).length > 0)
}

/** `_metadata` first: what is half deleted must not look like something to restore from. The snapshots of which it is gone; the others wait for the next scan. */
async function unmake(turn: Turn, context: StorageContext): Promise<Result<string[]>> {
  const ids = new Map<string, string[]>()
  const unmade: string[] = []
  for (const id of context.confirmed) {
    const uri = context.snapshots.get(id)?.observed.uri
    const directoryKey = uri === undefined ? undefined : turn.deps.objects.keyOf(uri)?.replace(/\/$/, '')
    const key = `${directoryKey}/_metadata`
    // Since it was confirmed a statement may have come to know of it.
    if (directoryKey !== undefined && context.needed.has(directoryKey)) continue
    // Another snapshot may lie in the same directory.
    if (directoryKey === undefined || ownersOf(key, context).some(({ snapshot }) => !context.confirmed.has(snapshot.id))) unmade.push(id)
    else ids.set(key, [...(ids.get(key) ?? []), id])
  }
  const keys = [...ids.keys()]
  for (let from = 0; from < keys.length; from += objectsPerRequestMax) {
    const some = keys.slice(from, from + objectsPerRequestMax)
    const removed = await turn.deps.objects.removeMany(some)
    if (!removed.ok) return removed
    const refused = new Set(removed.value.refused.map(({ key }) => key))
    for (const key of some) if (!refused.has(key)) unmade.push(...(ids.get(key) ?? []))
  }
  return ok(unmade)
}
