import type { Result } from '@headgate/domain'
import { failed } from '@headgate/domain'
import type { Clock } from '@headgate/ports'
import type { Queryable } from './queryable.ts'
import { toFailure } from '../failure.ts'
import type { ServingRole } from '../roles.ts'
import { checkSafety } from './check-safety.ts'

/** A check takes some ten milliseconds; rights change by the hand of an administrator. */
const recheckEveryMs = 60_000

export interface SafetyWatch {
  /** The whole verdict: at boot. */
  assert(): Promise<Result<void>>
  /** What an access is let through by: `unavailable` as long as the database is not safe. */
  allow(): Promise<Result<void>>
}

export interface SafetyWatchOptions {
  role: ServingRole
  clock: Pick<Clock, 'nowMs'>
  onUnsafe?: (message: string) => void
}

/**
 * Keeps the verdict of the safety check. The first access waits for it. A verdict that is a minute old is looked at again beside an access, which
 * does not wait; when the database is not safe any more, the following accesses are refused until it is. One that cannot be asked changes nothing.
 */
export function createSafetyWatch(pool: Queryable, { role, clock, onUnsafe }: SafetyWatchOptions): SafetyWatch {
  let isSafe = false
  let checkedAtMs = 0
  let underWay: Promise<Result<void>> | undefined

  const check = async (): Promise<Result<void>> => {
    const checked = await checkSafety(pool, role).catch(toFailure)
    if (!checked.ok && checked.reason !== 'rejected') return checked
    if (!checked.ok && isSafe) onUnsafe?.(checked.message)
    isSafe = checked.ok
    checkedAtMs = clock.nowMs()
    return checked
  }
  const assert = (): Promise<Result<void>> => {
    underWay ??= check().finally(() => (underWay = undefined))
    return underWay
  }

  return {
    assert,
    async allow() {
      if (!isSafe) {
        const checked = await assert()
        return !checked.ok && checked.reason === 'rejected' ? failed('unavailable', 'The database is not safe to serve from.', checked.message) : checked
      }
      // A throw is a bug in the check: the next access meets it, since the verdict is then no longer kept.
      if (clock.nowMs() - checkedAtMs >= recheckEveryMs) void assert().catch(() => (isSafe = false))
      return { ok: true, value: undefined }
    },
  }
}
