import type { Failure } from '@headgate/domain'
import type { Lease } from '@headgate/ports'
import type { Report } from '@headgate/reconcile'
import type { SnapshotsDeps, Turn } from './deps.ts'

/** Begins a turn under a lease; what its steps do and fail at is noted in the report. */
export function createTurn(first: Lease, deps: SnapshotsDeps, report: Report): Turn {
  let lease = first
  let renewing: Promise<Failure | undefined> | undefined
  const renew = async (): Promise<Failure | undefined> => {
    const renewed = await deps.store.renew(lease, deps.clock.nowMs(), deps.settings.leaseTtlMs)
    if (!renewed.ok) return renewed
    lease = renewed.value
    return undefined
  }
  return {
    deps,
    lease: () => lease,
    keepLease() {
      if (lease.untilMs - deps.clock.nowMs() > deps.settings.leaseTtlMs / 2) return Promise.resolve(undefined)
      // Those who go through the store at the same time ask for it once.
      renewing ??= renew().finally(() => void (renewing = undefined))
      return renewing
    },
    note(step: string, failure?: Failure) {
      if (failure === undefined) report.actions.push(step)
      else report.failures.push({ action: step, failure })
    },
  }
}
