import { describe, expect, it } from 'vitest'
import { createSystemNames } from './create-system-names.ts'

describe('names of the system', () => {
  it('gives the addresses of a name, and of every spelling that the system takes for an address', async () => {
    const names = createSystemNames({ timeoutMs: 20_000 })
    const resolved = await names.resolve('localhost')
    expect(resolved.ok && resolved.value.length > 0 && resolved.value.every((address) => /^127\.|^::1$/.test(address))).toBe(true)
    expect(await names.resolve('0x7f.1')).toEqual({ ok: true, value: ['127.0.0.1'] })
  })

  it('says that a name has no address', async () => {
    const answer = await createSystemNames({ timeoutMs: 20_000 }).resolve('no-such-name.invalid')
    expect(answer.ok).toBe(false)
    expect(['not-found', 'unavailable']).toContain(!answer.ok && answer.reason)
  })
})
