import { compareKeys, environmentKey, ok } from '@headgate/domain'
import type { Result, Tenant } from '@headgate/domain'
import { createPlaceReader, judgeObject } from '@headgate/planner'
import type { StorageContext, StoredObject, Verdict } from '@headgate/planner'
import type { Turn } from '../deps.ts'
import type { Discoveries } from './discoveries.ts'
import { createReferenceCursor } from './reference-cursor.ts'
import type { Remover } from './remover.ts'
import type { KeyRange } from './split-ranges.ts'
import type { Units } from './units.ts'

export interface Scan {
  tenant: Tenant
  context: StorageContext
  units: Units
  discoveries: Discoveries
  remover: Remover
}

/** Goes through the files of a range in the order of their keys, side by side with the references, and judges each. */
export async function scanRange(turn: Turn, { tenant, context, units, discoveries, remover }: Scan, { after, upTo }: KeyRange): Promise<Result<void>> {
  const { store, objects } = turn.deps
  const root = environmentKey(tenant)
  const cursor = createReferenceCursor(store, tenant, after)
  const placeOf = createPlaceReader(root)
  // The files of one unit that may go only if all of it is as it seems; they lie side by side in the listing.
  let held: { unitKey: string; objects: { object: StoredObject; verdict: Verdict }[] } = { unitKey: '', objects: [] }
  const handle = (object: StoredObject, verdict: Verdict): Promise<void> | undefined => {
    const unit = units.add(verdict, object)
    return unit !== undefined && goesNow(verdict, context) ? remover.add(unit, verdict, object) : undefined
  }
  const letGo = async (): Promise<void> => {
    const { unitKey, objects: whole } = held
    held = { unitKey: '', objects: [] }
    for (const { object, verdict } of whole) await handle(object, discoveries.isComplete(unitKey) ? { ...verdict, fate: 'keep' } : verdict)
  }
  for (let from = after, first = true; first || from !== undefined; first = false) {
    const lost = await turn.keepLease()
    if (lost !== undefined) return lost
    const page = await objects.listPage(root, from)
    if (!page.ok) return page
    for (const object of page.value.entries) {
      if (upTo !== undefined && compareKeys(object.key, upTo) > 0) {
        await letGo()
        return ok(undefined)
      }
      const users = cursor.known(object.key) ?? (await cursor.usersOf(object.key))
      if (!users.ok) return users
      const place = placeOf(object.key)
      const judged = judgeObject(object, users.value.flatMap((id) => context.snapshots.get(id) ?? []), context, place)
      // A snapshot that is newer than what was loaded, or one that nobody knew of.
      const isUncertain = users.value.some((id) => !context.snapshots.has(id)) || (place.kind === 'checkpoint' && place.part !== 'own' && discoveries.isUnregistered(place.directoryKey))
      const verdict: Verdict = isUncertain ? { ...judged, fate: 'keep' } : judged
      discoveries.see(object, place, verdict)
      if (held.unitKey !== '' && !object.key.startsWith(`${held.unitKey}/`)) await letGo()
      if (verdict.kind === 'aborted-checkpoint' || verdict.kind === 'aborted-attempt') {
        held.unitKey = verdict.unitKey
        held.objects.push({ object, verdict })
        continue
      }
      const full = handle(object, verdict)
      if (full !== undefined) await full
    }
    from = page.value.nextStartAfter
  }
  await letGo()
  return ok(undefined)
}

/** What was decided and checked goes now; the rest when an earlier scan has found the same, long enough ago. */
function goesNow(verdict: Verdict, { marks, nowMs, settings }: StorageContext): boolean {
  if (verdict.fate !== 'marked') return verdict.fate === 'now'
  const mark = marks.get(verdict.unitKey)
  return mark !== undefined && mark.kind === verdict.kind && nowMs - mark.markedAtMs >= settings.waitMs
}
