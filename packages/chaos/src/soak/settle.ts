import { eventually } from '@headgate/e2e'
import { listSnapshots, listStatements, resolveParked } from './acts.ts'
import { findNeededFiles } from './needed-files.ts'
import { ask } from './soak.ts'
import type { Soak } from './soak.ts'
import { putPolicy, scanUntil } from './storage.ts'
import type { Report } from './storage.ts'

const atRest = ['STOPPED', 'COMPLETED', 'FAILED']
const underWay = ['PENDING', 'IN_PROGRESS', 'WRITTEN', 'DELETING']
const withinMs = 15 * 60_000
const daySeconds = 24 * 60 * 60

/**
 * After the last strike: every statement is stopped, every snapshot under way comes to its end. Then the store holds what the report says, to
 * the byte; what snapshots need is there, and nothing else of any statement; each one is good. Last all of it is deleted, and nothing is left.
 */
export async function settle(soak: Soak): Promise<void> {
  // From here on nothing is given up by itself: what is counted would go on while it is counted.
  await putPolicy(soak, { keep_last: 1_000, keep_for_seconds: daySeconds, keep_after_deletion_seconds: daySeconds, trash_seconds: daySeconds })
  await stopAll(soak)
  const kept = await scanUntil(soak, 'a report that is right, with nothing that could be deleted', ({ deletable_total, classes }) => deletable_total.count === 0 && (classes['orphaned']?.files ?? 0) === 0, withinMs)
  tell(soak, 'at rest', kept)
  const snapshots = (await listSnapshots(soak)) ?? []
  const { files, bytes, missing, leaked } = await findNeededFiles(soak, snapshots)
  soak.say(`${snapshots.length} snapshots need ${files} files, ${bytes} bytes`)
  for (const what of missing) soak.problems.push(`needed by a snapshot: ${what}`)
  for (const key of leaked) soak.problems.push(`nobody needs ${key}`)
  const counted = ['kept', 'pinned', 'trash'].reduce((sum, name) => sum + (kept.classes[name]?.bytes ?? 0), 0)
  if (counted !== bytes) soak.problems.push(`The report says that snapshots hold ${counted} bytes, their _metadata files say ${bytes}.`)
  await verifyAll(soak)
  await deleteAll(soak)
  tell(soak, 'after everything was deleted', await scanUntil(soak, 'nothing is left', ({ classes }) => Object.entries(classes).every(([, count]) => (count?.files ?? 0) === 0), withinMs))
}

async function stopAll(soak: Soak): Promise<void> {
  await eventually('everything is at rest', async () => {
    const statements = await listStatements(soak)
    const moving = statements.filter(({ status }) => !atRest.includes(status.phase))
    for (const { name, spec } of moving) if (spec.stopped !== true) await soak.instance.user.stop(name).catch(() => undefined)
    // A bounded one whose end nobody saw waits for its user to decide.
    for (const { name, status } of moving) if (status.warnings?.some(({ reason }) => reason === 'PARKED') === true) await resolveParked(soak, name)
    const snapshots = await listSnapshots(soak)
    const open = snapshots?.filter(({ status }) => underWay.includes(status.state) || status.drill !== undefined || status['drill_requested_at'] !== undefined)
    if (moving.length === 0 && open?.length === 0) return true
    throw new Error(`${moving.map(({ name, status }) => `${name} ${status.phase} ${status.detail}`).join('; ')}; ${open?.map(({ id, status }) => `${id} ${status.state} ${status.detail}`).join('; ')}`)
  }, withinMs)
}

async function verifyAll(soak: Soak): Promise<void> {
  const good = (await listSnapshots(soak, '&state=COMPLETED')) ?? []
  const askedAtMs = Date.now()
  for (const { id } of good) await soak.snapshots.act(id, 'verifications')
  for (const { id } of good) {
    const verified = await eventually(`the verification of ${id}`, async () => {
      const { status } = await soak.snapshots.read(id)
      return status['verification_requested_at'] === undefined ? status.verifications?.find(({ how }) => how === 'files') : undefined
    }, 120_000)
    if (!verified.good) soak.problems.push(`${id} is not good: ${verified.message}`)
  }
  soak.say(`${good.length} verified in ${Math.round((Date.now() - askedAtMs) / 1_000)} s`)
}

async function deleteAll(soak: Soak): Promise<void> {
  await putPolicy(soak, { trash_seconds: 0 })
  await eventually('every statement is deleted', async () => {
    const statements = await listStatements(soak)
    for (const { name } of statements) await soak.instance.user.remove(name).catch(() => undefined)
    return statements.length === 0
  }, withinMs)
  await eventually('every snapshot is deleted', async () => {
    const snapshots = await listSnapshots(soak)
    for (const { id, spec, status } of snapshots ?? []) {
      if (spec.pinned) await ask(soak, 'unpin', 'PATCH', `${soak.snapshots.path}/${id}`, { spec: { pinned: false } })
      if (status.state !== 'TRASHED' && status.state !== 'DELETING') await ask(soak, 'delete', 'DELETE', `${soak.snapshots.path}/${id}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    return snapshots?.length === 0
  }, withinMs)
}

function tell(soak: Soak, when: string, { total, classes }: Report): void {
  const parts = Object.entries(classes).map(([name, count]) => `${name} ${count?.files ?? 0} files ${count?.bytes ?? 0} bytes`)
  soak.say(`${when}: the store holds what the report says, ${total.files} files and ${total.bytes} bytes${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`)
}
