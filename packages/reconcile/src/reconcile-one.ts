import type { Lease, WorkKey } from '@headgate/ports'
import { renderWorkKey } from '@headgate/ports'
import type { ReconcileDeps } from './deps.ts'
import { passPool } from './pool/pass-pool.ts'
import type { Report } from './report.ts'
import { holdLease } from './hold-lease.ts'
import { drainResults } from './results/drain-results.ts'
import { passSavepoint } from './savepoint/pass-savepoint.ts'
import { passStatement } from './statement/pass-statement.ts'

const pauseAfterPassesMs = 50
const releasePauseMs = 500

/** What one pass says to the loop: whether to go round again at once, and when the key is due next. */
export interface Pass {
  actions: string[]
  failures: Report['failures']
  /** Something changed that the next pass can act on at once. */
  again: boolean
  /** Undefined: only when woken. */
  wakeAfterMs: number | undefined
  end?: 'gone' | 'superseded'
}

/**
 * The one loop, whole: wake -> lease -> observe -> plan -> commit -> execute -> record. A pass re-reads everything; what woke
 * it does not matter. Expected failures come back as values, so a throw here is a bug and ends only this turn.
 */
export async function reconcileOne(key: WorkKey, deps: ReconcileDeps): Promise<Report> {
  const report: Report = { key, outcome: 'done', actions: [], failures: [] }
  const leased = await deps.store.lease(key, deps.holder, deps.clock.nowMs(), deps.settings.leaseTtlMs)
  if (!leased.ok) {
    report.outcome = leased.reason === 'conflict' ? 'leased-elsewhere' : leased.reason === 'not-found' ? 'gone' : 'failed'
    if (report.outcome === 'failed') report.failures.push({ action: `lease ${renderWorkKey(key)}`, failure: leased })
    return report
  }
  const held = holdLease(leased.value, deps)
  let wakeAfterMs: number | undefined = 5_000
  try {
    for (let passes = 0; passes < deps.settings.passesMax; passes++) {
      const pass = await passOf(leased.value, deps)
      report.actions.push(...pass.actions)
      report.failures.push(...pass.failures)
      wakeAfterMs = pass.wakeAfterMs
      if (pass.end !== undefined) {
        report.outcome = pass.end
        break
      }
      if (!pass.again) break
      // Others first: a key that could go on for ever must not.
      wakeAfterMs = pauseAfterPassesMs
    }
  } finally {
    held.end()
    if (report.outcome !== 'gone') {
      const nextDueAtMs = wakeAfterMs === undefined ? undefined : deps.clock.nowMs() + wakeAfterMs
      const released = await release(held.lease(), nextDueAtMs, deps)
      report.nextDueAtMs = nextDueAtMs
      if (released.ok && released.value.dueNow) await deps.wake.wake(key, 0)
      else if (wakeAfterMs !== undefined) await deps.wake.wake(key, wakeAfterMs)
    }
  }
  return report
}

/** Gives the key back, as soon as the store answers again: a lease that is left behind keeps everybody from looking until its time is over. */
async function release(lease: Lease, nextDueAtMs: number | undefined, deps: ReconcileDeps): ReturnType<ReconcileDeps['store']['release']> {
  for (;;) {
    const released = await deps.store.release(lease, nextDueAtMs)
    const isAnswered = released.ok || (released.reason !== 'unavailable' && released.reason !== 'unknown-outcome')
    if (isAnswered || deps.clock.nowMs() + releasePauseMs >= lease.untilMs) return released
    await deps.clock.sleep(releasePauseMs)
  }
}

function passOf(lease: Lease, deps: ReconcileDeps): Promise<Pass> {
  switch (lease.key.kind) {
    case 'statement':
      return passStatement(lease, deps)
    case 'pool':
      return passPool(lease, deps)
    case 'results':
      return drainResults(lease, deps)
    case 'savepoint':
      return passSavepoint(lease, deps)
    case 'storage':
      throw new Error('Keys of the kind storage are for whoever keeps snapshots.')
  }
}
