import { lookup } from 'node:dns/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { failed, ok } from '@headgate/domain'
import type { NamePort } from '@headgate/ports'

/** Codes of the resolver that say: there is no such name, or it has no address. */
const gone = ['ENOTFOUND', 'ENODATA', 'EAI_NONAME', 'EAI_NODATA']

/** Looks names up as the programs of this machine do, its hosts file included. Waits `timeoutMs` at most. */
export const createSystemNames = ({ timeoutMs = 2_000 }: { timeoutMs?: number } = {}): NamePort => ({
  async resolve(host) {
    const timer = new AbortController()
    try {
      const found = await Promise.race([lookup(host, { all: true }), delay(timeoutMs, undefined, { signal: timer.signal }).catch(() => undefined)])
      return found === undefined ? failed('unavailable', `The name '${host}' could not be looked up within ${timeoutMs} ms.`) : ok(found.map(({ address }) => address))
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      return gone.includes(code) ? failed('not-found', `The name '${host}' has no address.`) : failed('unavailable', `The name '${host}' could not be looked up.`, code)
    } finally {
      timer.abort()
    }
  },
})
