import type { Lease } from '@headgate/ports'
import type { ReconcileDeps } from './deps.ts'

/** A lease that is kept while its turn goes on. */
export interface HeldLease {
  /** With the time until which it holds by now. */
  lease(): Lease
  /** The turn is over: nothing is renewed any more. */
  end(): void
}

/**
 * Renews a lease each third of its time, so that nobody takes over from a turn that is only slow: planning on a busy machine takes longer
 * than a dead holder shall be waited for. It stops when the lease is lost (the turn finds that out with its next write) and when the turn
 * is older than any that goes well: then the key is others', and what the turn still does is fenced by its token.
 */
export function holdLease(first: Lease, deps: Pick<ReconcileDeps, 'store' | 'clock' | 'settings'>): HeldLease {
  const { leaseTtlMs, turnMsMax } = deps.settings
  const startedAtMs = deps.clock.nowMs()
  const ending = new AbortController()
  let lease = first
  const renew = async (): Promise<void> => {
    for (;;) {
      await deps.clock.sleep(leaseTtlMs / 3, ending.signal)
      const nowMs = deps.clock.nowMs()
      if (ending.signal.aborted || nowMs - startedAtMs >= turnMsMax) return
      const renewed = await deps.store.renew(lease, nowMs, leaseTtlMs)
      if (renewed.ok) lease = renewed.value
      else if (renewed.reason === 'conflict' || renewed.reason === 'not-found') return
    }
  }
  // A store that throws is closed, and its turn hears of it.
  renew().catch(() => undefined)
  return { lease: () => lease, end: () => ending.abort() }
}
