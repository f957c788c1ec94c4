import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import { parseAddress } from '@headgate/sql'
import type { AddressReach } from '@headgate/sql'
import { describe, expect, it } from 'vitest'
import { checkAddresses } from './check-addresses.ts'

const answers: Record<string, Result<string[]>> = {
  'good.example': ok(['93.184.216.34', '2606:4700::1111']),
  'private.example': ok(['10.0.0.7']),
  'loopback.example': ok(['127.0.0.1']),
  'loopback-v6.example': ok(['::1']),
  'two.example': ok(['93.184.216.34', '127.0.0.2']),
  'link.example': ok(['fe80::1%eth0']),
  'metadata.example': ok(['169.254.169.254']),
  'nat64.example': ok(['64:ff9b::a9fe:a9fe']),
  'zero.example': ok(['0.0.0.0']),
  'same-database.example': ok(['10.9.8.7']),
  'postgres.headgate.svc': ok(['10.9.8.7']),
  'slow.example': failed('unavailable', 'nobody answers'),
}
const names = { resolve: async (host: string) => answers[host] ?? failed('not-found', 'no such name') }
const check = (host: string, addresses: AddressReach, port = 9092) =>
  checkAddresses([parseAddress(`${host}:${port}`, 1)!], { addresses, deniedAddresses: ['169.254.169.254', 'postgres.headgate.svc:5432', 'gone.headgate.svc'] }, names)

describe('checkAddresses', () => {
  it.each(['loopback.example', 'loopback-v6.example', 'two.example', 'link.example', 'metadata.example', 'nat64.example', 'zero.example'])('refuses %s, whose address is forbidden', async (host) => {
    for (const reach of ['network', 'internet'] as const) {
      expect(await check(host, reach)).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringContaining(`'${host}'`) })
    }
  })

  it('refuses private addresses only where nothing but the internet may be reached', async () => {
    expect((await check('private.example', 'network')).ok).toBe(true)
    expect(await check('private.example', 'internet')).toMatchObject({ ok: false, reason: 'rejected' })
    expect((await check('good.example', 'internet')).ok).toBe(true)
  })

  it('knows the platform under another name, by its port', async () => {
    for (const reach of ['anywhere', 'network'] as const) {
      expect(await check('same-database.example', reach, 5432)).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringContaining('platform') })
      expect((await check('same-database.example', reach, 5433)).ok).toBe(true)
    }
    expect(await check('metadata.example', 'anywhere')).toMatchObject({ ok: false, reason: 'rejected' })
    expect((await check('loopback.example', 'anywhere')).ok).toBe(true)
  })

  it('is not sure of a name that nobody answers for, and leaves one without an address to Flink', async () => {
    expect(await check('slow.example', 'network')).toMatchObject({ ok: false, reason: 'unavailable' })
    expect((await check('slow.example', 'anywhere')).ok).toBe(true)
    expect((await check('none.example', 'network')).ok).toBe(true)
  })

  it('asks nobody about addresses that are written as such', async () => {
    const nobody = { resolve: () => Promise.reject(new Error('asked')) }
    expect((await checkAddresses([parseAddress('10.0.0.1:1', 1)!, parseAddress('localhost', 1)!], { addresses: 'anywhere', deniedAddresses: ['x.example'] }, nobody)).ok).toBe(true)
  })
})
