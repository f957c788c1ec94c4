import { failed } from '@headgate/domain'
import type { Failure } from '@headgate/domain'
import type { Clock } from '@headgate/ports'

/**
 * What is not asked for a while, whoever wants it. Nobody asks an API server that wants to be left alone. An object (or collection) whose requests
 * failed twice in a row is asked at most every four seconds until one succeeds: the callers' own pace is made for a server that answers.
 */
export interface Pauses {
  /** Why a request must not be made now; undefined: it may. `what` completes "Kubernetes was not asked to …". */
  refusal(path: string, what: string): Failure | undefined
  /** The server said when to come again. */
  leaveAlone(forMs: number): void
  failed(path: string, method: string, failure: Failure): void
  succeeded(path: string, method: string): void
}

/** The longest wait that an API server may ask for. */
const leaveAloneMsMax = 60_000
/** With those before it that makes fewer than 20 requests a minute. */
const pauseMsMax = 4_000
/** Failures so old say nothing. */
const rememberMs = 60_000
const rememberedMax = 10_000

interface Trouble {
  method: string
  times: number
  untilMs: number
  failure: Failure
}

export function createPauses(clock: Clock): Pauses {
  let leftAloneUntilMs = 0
  const troubles = new Map<string, Trouble>()

  return {
    refusal(path, what) {
      const nowMs = clock.nowMs()
      if (leftAloneUntilMs > nowMs) return failed('throttled', `Kubernetes was not asked to ${what}: it wants to be left alone for ${Math.ceil((leftAloneUntilMs - nowMs) / 1_000)} s.`)
      const trouble = troubles.get(path)
      if (trouble === undefined || trouble.untilMs <= nowMs) return undefined
      return failed(trouble.failure.reason, `Kubernetes was not asked to ${what} again yet. ${trouble.failure.message}`, trouble.failure.detail)
    },
    leaveAlone(forMs) {
      leftAloneUntilMs = Math.max(leftAloneUntilMs, clock.nowMs() + Math.min(leaveAloneMsMax, forMs))
    },
    failed(path, method, failure) {
      if (failure.reason !== 'unavailable' && failure.reason !== 'throttled') return
      const nowMs = clock.nowMs()
      const before = troubles.get(path)
      const times = before === undefined || nowMs - before.untilMs > rememberMs ? 1 : before.times + 1
      // One may be an accident, such as a connection that was closed just then.
      const pauseMs = times === 1 ? 0 : Math.min(pauseMsMax, 1_000 * 2 ** (times - 2))
      // Put at the end: the first one is the oldest.
      troubles.delete(path)
      troubles.set(path, { method, times, untilMs: nowMs + pauseMs, failure })
      for (const oldest of troubles.keys()) {
        if (troubles.size <= rememberedMax) break
        troubles.delete(oldest)
      }
    },
    succeeded(path, method) {
      if (troubles.get(path)?.method === method) troubles.delete(path)
    },
  }
}
