import { failed } from '@headgate/domain'
import type { Failure } from '@headgate/domain'

/** What the API server says of a request that it did not do (`kind: Status`). */
export interface KubeStatus {
  message?: string
  reason?: string
  code?: number
  details?: { retryAfterSeconds?: number; causes?: { field?: string; message?: string }[] }
}

/** `detail` of a conflict because the object is there already. */
export const alreadyExists = 'AlreadyExists'
/** `detail` of a list or watch that cannot go on from where it was. */
export const expired = 'Expired'

/** Why a request failed, in words that an operator of the cluster understands. `what` completes "Kubernetes did not …". Pure. */
export function kubeFailure(what: string, httpStatus: number, status: KubeStatus): Failure {
  const said = (status.message ?? '').slice(0, 2_000) || `status ${httpStatus}`
  const why = (text: string): string => `Kubernetes did not ${what}: ${text}`
  switch (httpStatus) {
    case 400:
    case 413:
    case 415:
    case 422:
      return failed('rejected', why(said), status.reason)
    case 401:
      return failed('rejected', why('it does not know who asks. The credentials of the control plane are wrong or over.'), said)
    case 403:
      // A namespace whose quota is used up, and one that is just being deleted, are told by the same number.
      if (/exceeded quota/.test(said)) return failed('limit', why(readableQuota(said)), said)
      // A quota that wants every pod to say what it needs; ours do.
      if (/failed quota/.test(said)) return failed('rejected', why(said), status.reason)
      if (/being terminated/.test(said)) return failed('conflict', why('the namespace is being deleted.'), said)
      if (/violates PodSecurity/.test(said)) return failed('rejected', why(said))
      return failed('rejected', why(`the control plane's role does not allow it. ${said}`), status.reason)
    case 404:
    case 405:
      return failed('not-found', why(said), status.reason)
    case 409:
      return status.reason === alreadyExists ? failed('conflict', why('it is there already.'), alreadyExists) : failed('conflict', why(said), status.reason)
    case 410:
      return failed('conflict', why('what was read before is too old.'), expired)
    case 429:
      return failed('throttled', why('it is asked too much.'), said)
    default:
      return failed('unavailable', why(said), status.reason)
  }
}

/** `exceeded quota: headgate, requested: pods=1, used: pods=9, limited: pods=9`. */
function readableQuota(said: string): string {
  const [, requested = '', used = '', limited = ''] = /requested: (.+?), used: (.+?), limited: (.+)$/.exec(said) ?? []
  return requested === '' ? said : `the quota of the namespace is used up (wanted ${requested}, used ${used} of ${limited}). Stop something, or have the quota raised.`
}
