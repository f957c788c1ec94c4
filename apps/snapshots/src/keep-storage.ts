import type { Result, Snapshot, Statement, Tenant } from '@headgate/domain'
import type { Lease, StorageWorld, WorkKey } from '@headgate/ports'
import { renderWorkKey } from '@headgate/ports'
import { planStorage } from '@headgate/planner'
import type { SnapshotUpdate, StoragePlan } from '@headgate/planner'
import type { Report } from '@headgate/reconcile'
import type { SnapshotsDeps, Turn } from './deps.ts'
import { copySnapshot } from './steps/copy-snapshot.ts'
import { takeDrillStep } from './steps/drill.ts'
import { lookForStop } from './steps/look-for-stop.ts'
import { readBack } from './steps/read-back.ts'
import { registerDirectory } from './steps/register-directory.ts'
import { scheduleSnapshot } from './steps/schedule-snapshot.ts'
import { verifyFiles } from './steps/verify-files.ts'
import { sweep } from './sweep/sweep.ts'
import { createTurn } from './turn.ts'

const passesMax = 6

/** One turn on the files of an environment: lease, load, plan, commit, act, record, again while something changes, and at last a scan if one is due. */
export async function keepStorage(key: WorkKey, deps: SnapshotsDeps): Promise<Report> {
  const report: Report = { key, outcome: 'done', actions: [], failures: [] }
  const leased = await deps.store.lease(key, deps.holder, deps.clock.nowMs(), deps.settings.leaseTtlMs)
  if (!leased.ok) {
    report.outcome = leased.reason === 'conflict' ? 'leased-elsewhere' : leased.reason === 'not-found' ? 'gone' : 'failed'
    if (report.outcome === 'failed') report.failures.push({ action: `lease ${renderWorkKey(key)}`, failure: leased })
    return report
  }
  const turn = createTurn(leased.value, deps, report)
  let wakeAfterMs: number | undefined = 5_000
  try {
    for (let passes = 1; passes <= passesMax; passes++) {
      const before = report.actions.length
      const passed = await pass(turn, passes === passesMax)
      if (!passed.ok) {
        report.failures.push({ action: 'keep', failure: passed })
        if (passed.reason === 'conflict') report.outcome = 'superseded'
        break
      }
      wakeAfterMs = passed.value
      // What was done may have made something else due.
      if (report.actions.length === before) break
    }
  } finally {
    await release(turn.lease(), wakeAfterMs, report, deps)
  }
  return report
}

async function release(lease: Lease, wakeAfterMs: number | undefined, report: Report, deps: SnapshotsDeps): Promise<void> {
  if (wakeAfterMs !== undefined) report.nextDueAtMs = deps.clock.nowMs() + wakeAfterMs
  const released = await deps.store.release(lease, report.nextDueAtMs)
  const dueNow = released.ok && released.value.dueNow
  if (dueNow || wakeAfterMs !== undefined) await deps.wake.wake(lease.key, dueNow ? 0 : wakeAfterMs)
}

/** Answers when to look again; undefined: when somebody asks. */
async function pass(turn: Turn, isLast: boolean): Promise<Result<number | undefined>> {
  const { deps } = turn
  const tenant = tenantOf(turn.lease().key)
  const world = await deps.store.loadStorage(tenant)
  if (!world.ok) return world
  const drillStatements = await loadDrillStatements(tenant, world.value, deps)
  if (!drillStatements.ok) return drillStatements
  for (const snapshot of world.value.snapshots) if (snapshot.observed.drill !== undefined) deps.drills.take(snapshot.id)
  const plan = planStorage({
    nowMs: deps.clock.nowMs(),
    ...world.value,
    drillStatements: drillStatements.value,
    drillsFree: deps.drills.free(),
    nextScheduledMs: deps.nextScheduledMs,
    settings: deps.settings.storage,
  })
  const updated = await commit(turn, plan.updates)
  if (!updated.ok) return updated
  if (!(await act(turn, plan, world.value.snapshots, updated.value))) return { ok: false, reason: 'conflict', message: 'The lease of the environment was over before its turn was.' }
  // What changed just now is looked at once more before anything goes.
  if (plan.scanIsDue && (isLast || updated.value.size === 0)) {
    const swept = await sweep(turn, tenant, plan.confirm)
    if (!swept.ok) return swept
  }
  return { ok: true, value: plan.wakeAfterMs }
}

/** Ids of the snapshots that are not any more what the plan saw. */
async function commit(turn: Turn, updates: readonly SnapshotUpdate[]): Promise<Result<Set<string>>> {
  if (updates.length === 0) return { ok: true, value: new Set() }
  const written = await turn.deps.store.changeSnapshots(turn.lease(), updates.map(({ snapshot, spec, state, intent, observed }) => ({
    id: snapshot.id,
    expectedIntentVersion: snapshot.intentVersion,
    expectedSpecVersion: snapshot.specVersion,
    ...(spec === undefined ? {} : { spec }),
    state: state ?? snapshot.state,
    intent: intent ?? snapshot.intent,
    observed: observed ?? snapshot.observed,
  })))
  if (!written.ok) return written
  turn.note(`change ${updates.length - written.value.lost.length} snapshots`)
  return { ok: true, value: new Set(updates.map(({ snapshot }) => snapshot.id)) }
}

/** False: the lease is over, nothing more may be done. What was just changed waits for the next pass: it is not any more what the plan saw. */
async function act(turn: Turn, plan: StoragePlan, snapshots: readonly Snapshot[], changed: ReadonlySet<string>): Promise<boolean> {
  const fresh = <T extends { id: string }>(snapshots: readonly T[]): T[] => snapshots.filter(({ id }) => !changed.has(id))
  const steps: (() => Promise<void>)[] = [
    ...fresh(plan.lookFor).map((snapshot) => () => lookForStop(turn, snapshot)),
    ...fresh(plan.readBack).map((snapshot) => async () => void (await readBack(turn, snapshot))),
    ...plan.register.map((directory) => () => registerDirectory(turn, directory, snapshots)),
    ...plan.schedule.map((due) => () => scheduleSnapshot(turn, due)),
    ...plan.drills.filter(({ snapshot }) => !changed.has(snapshot.id)).map((step) => () => takeDrillStep(turn, step)),
    ...fresh(plan.copy).map((snapshot) => () => copySnapshot(turn, snapshot)),
    ...fresh(plan.verify).map((snapshot) => () => verifyFiles(turn, snapshot)),
  ]
  for (const step of steps) {
    if ((await turn.keepLease()) !== undefined) return false
    await step()
  }
  return true
}

async function loadDrillStatements(tenant: Tenant, { snapshots }: StorageWorld, deps: SnapshotsDeps): Promise<Result<Map<string, Statement>>> {
  const found = new Map<string, Statement>()
  for (const { observed } of snapshots) {
    if (observed.drill === undefined) continue
    const loaded = await deps.store.loadStatement(tenant, observed.drill.statementUid)
    if (loaded.ok) found.set(observed.drill.statementUid, loaded.value)
    else if (loaded.reason !== 'not-found') return loaded
  }
  return { ok: true, value: found }
}

const tenantOf = ({ organizationId, environmentId }: WorkKey): Tenant => ({ organizationId, environmentId })
