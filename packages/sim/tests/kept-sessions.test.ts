import { ok } from '@headgate/domain'
import { createKeptSessions } from '@headgate/reconcile'
import type { KeptSessions } from '@headgate/reconcile'
import { describe, expect, it } from 'vitest'
import { createVirtualClock } from '../src/index.ts'

type OpenSession = Parameters<KeptSessions['keep']>[1]

const owner = (uid: string, more: { specVersion?: number; gatewayEndpoint?: string; sql?: string } = {}) => ({
  statement: { uid, specVersion: more.specVersion ?? 1 }, gatewayEndpoint: more.gatewayEndpoint ?? 'http://g1', sql: more.sql ?? 'INSERT INTO a SELECT 1',
})
const session = (handle: string) => ({ handle }) as OpenSession

function keeper(limits?: { keptMax?: number; keepMs?: number }) {
  const clock = createVirtualClock(0)
  const closed: string[] = []
  const kept = createKeptSessions({ clock, gateway: { closeSession: async (endpoint, handle) => (closed.push(`${endpoint} ${handle}`), ok(undefined)) } }, limits)
  return { clock, closed, kept }
}

describe('createKeptSessions', () => {
  it('gives a session back to its owner once', () => {
    const { kept, closed } = keeper()
    kept.keep(owner('u'), session('s'))
    expect(kept.take(owner('other'))).toBeUndefined()
    expect(kept.take(owner('u'))?.handle).toBe('s')
    expect(kept.take(owner('u'))).toBeUndefined()
    expect(closed).toEqual([])
  })

  it.each([{ specVersion: 2 }, { gatewayEndpoint: 'http://g2' }, { sql: 'INSERT INTO b SELECT 1' }])('gives none, and closes it, when this changed: %j', (change) => {
    const { kept, closed } = keeper()
    kept.keep(owner('u'), session('s'))
    expect(kept.take(owner('u', change))).toBeUndefined()
    expect(closed).toEqual(['http://g1 s'])
    expect(kept.take(owner('u'))).toBeUndefined()
  })

  it('closes what nobody takes in time, and leaves a newer one of the same owner alone', async () => {
    const { kept, closed, clock } = keeper({ keepMs: 1_000 })
    kept.keep(owner('u'), session('first'))
    await clock.advance(600)
    kept.keep(owner('u'), session('second'))
    expect(closed).toEqual(['http://g1 first'])
    await clock.advance(600)
    expect(closed).toEqual(['http://g1 first'])
    await clock.advance(600)
    expect(closed).toEqual(['http://g1 first', 'http://g1 second'])
    expect(kept.take(owner('u'))).toBeUndefined()
  })

  it('keeps so many and no more: the oldest goes', () => {
    const { kept, closed } = keeper({ keptMax: 2 })
    for (const uid of ['a', 'b', 'c']) kept.keep(owner(uid), session(uid))
    expect(closed).toEqual(['http://g1 a'])
    expect(kept.take(owner('c'))?.handle).toBe('c')
  })
})
