import { environmentKey, ok } from '@headgate/domain'
import type { Result, Tenant } from '@headgate/domain'
import { createStorageContext, judgeObject, needsOf, pausedBecause, readPlace } from '@headgate/planner'
import type { StorageContext, StoredObject, Verdict } from '@headgate/planner'
import type { Turn } from '../deps.ts'
import { createDiscoveries } from './discoveries.ts'
import { createReferenceCursor } from './reference-cursor.ts'
import { recordSweep } from './record-sweep.ts'
import { createRemover } from './remover.ts'
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
  const context = createStorageContext({ tenant, nowMs: startedAtMs, settings: deps.settings.storage, ...world.value, confirmed: confirmed.value })
  const unmade = await unmake(turn, context)
  if (!unmade.ok) return unmade

  const units = createUnits()
  const discoveries = createDiscoveries(context)
  const remover = createRemover(turn, units, () => mayDelete(turn, tenant))
  const cursor = createReferenceCursor(deps.store, tenant)
  // The files of one unit that may go only if all of it is as it seems; they lie side by side in the listing.
  let held: { unitKey: string; objects: { object: StoredObject; verdict: Verdict }[] } = { unitKey: '', objects: [] }
  const letGo = async (): Promise<void> => {
    const { unitKey, objects } = held
    held = { unitKey: '', objects: [] }
    for (const { object, verdict } of objects) await handle(object, discoveries.isComplete(unitKey) ? { ...verdict, fate: 'keep' } : verdict)
  }
  const handle = async (object: StoredObject, verdict: Verdict): Promise<void> => {
    const unit = units.add(verdict, object)
    if (unit !== undefined && goesNow(verdict, context)) await remover.add(unit, verdict, object)
  }
  const root = environmentKey(tenant)
  for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
    const lost = await turn.keepLease()
    if (lost !== undefined) return lost
    const page = await deps.objects.listPage(root, after)
    if (!page.ok) return page
    for (const object of page.value.entries) {
      const users = await cursor.usersOf(object.key)
      if (!users.ok) return users
      const verdict = judgeObject(object, users.value.flatMap((id) => context.snapshots.get(id) ?? []), context)
      discoveries.see(object, readPlace(root, object.key), verdict)
      if (verdict.unitKey !== held.unitKey) await letGo()
      if (verdict.kind === 'aborted-checkpoint') {
        held.unitKey = verdict.unitKey
        held.objects.push({ object, verdict })
      } else await handle(object, verdict)
    }
    after = page.value.nextStartAfter
  }
  await letGo()
  await remover.flush()
  turn.note('scan')
  return await recordSweep(turn, { startedAtMs, world: world.value, context, units, discoveries, stoppedBecause: remover.stoppedBecause() ?? (await mayDelete(turn, tenant)) })
}

/** What was decided and checked goes now; the rest when an earlier scan has found the same, long enough ago. */
function goesNow(verdict: Verdict, { marks, nowMs, settings }: StorageContext): boolean {
  if (verdict.fate !== 'marked') return verdict.fate === 'now'
  const mark = marks.get(verdict.unitKey)
  return mark !== undefined && mark.kind === verdict.kind && nowMs - mark.markedAtMs >= settings.waitMs
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

/** `_metadata` first: what is half deleted must not look like something to restore from. */
async function unmake(turn: Turn, { confirmed, snapshots }: StorageContext): Promise<Result<void>> {
  const keys = [...confirmed].flatMap((id) => {
    const uri = snapshots.get(id)?.observed.uri
    const key = uri === undefined ? undefined : turn.deps.objects.keyOf(uri)
    return key === undefined ? [] : [`${key.replace(/\/$/, '')}/_metadata`]
  })
  for (let from = 0; from < keys.length; from += 1_000) {
    const removed = await turn.deps.objects.removeMany(keys.slice(from, from + 1_000))
    if (!removed.ok) return removed
  }
  return ok(undefined)
}

