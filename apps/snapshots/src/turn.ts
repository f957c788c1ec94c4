import type { Failure } from '@headgate/domain'
import type { Lease } from '@headgate/ports'
import type { Report } from '@headgate/reconcile'
import type { SnapshotsDeps, Turn } from './deps.ts'

/** Begins a turn under a lease; what its steps do and fail at is noted in the report. */
export function createTurn(first: Lease, deps: SnapshotsDeps, report: Report): Turn {
  let lease = first
  return {
    deps,
    lease: () => lease,
    async keepLease() {
      const nowMs = deps.clock.nowMs()
      if (lease.untilMs - nowMs > deps.settings.leaseTtlMs / 2) return undefined
      const renewed = await deps.store.renew(lease, nowMs, deps.settings.leaseTtlMs)
      if (!renewed.ok) return renewed
      lease = renewed.value
      return undefined
    },
    note(step: string, failure?: Failure) {
      if (failure === undefined) report.actions.push(step)
      else report.failures.push({ action: step, failure })
    },
  }
}
