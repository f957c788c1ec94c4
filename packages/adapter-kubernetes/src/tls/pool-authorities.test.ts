import { X509Certificate, webcrypto } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { deriveKeyPair } from './derive-key-pair.ts'
import { createPoolAuthorities } from './pool-authorities.ts'

const secretKey = Buffer.alloc(32, 1)
const generation = 'headgate-env-abc123-0a1b2c3d/lfcp-abc123-3'
const validity = { fromMs: Date.parse('2026-01-01T00:00:00Z'), untilMs: Date.parse('2027-01-01T00:00:00Z') }
const x509 = (pem: string): X509Certificate => new X509Certificate(pem)

describe('deriveKeyPair', () => {
  const pointOf = async (...how: Parameters<typeof deriveKeyPair>): Promise<string> => Buffer.from(await webcrypto.subtle.exportKey('raw', (await deriveKeyPair(...how)).publicKey)).toString('hex')

  it('makes the same key for ever: pools that run know the control plane by it', async () => {
    expect(await pointOf(secretKey, 'a purpose')).toBe('04c8177d299bcfd6534ba873f82709a7bc3fd8d1636b756614068e7bdfef0efc6f2d82321bd509e18ce45b342d984a2f018b826addf5b349f33b6e7a295939aa75')
  })

  it('makes another key for another purpose and of another secret', async () => {
    const points = await Promise.all([pointOf(secretKey, 'a'), pointOf(secretKey, 'b'), pointOf(Buffer.alloc(32, 2), 'a')])
    expect(new Set(points).size).toBe(3)
  })

  it('does not give the private key away', async () => {
    const { privateKey } = await deriveKeyPair(secretKey, 'a')
    await expect(webcrypto.subtle.exportKey('pkcs8', privateKey)).rejects.toThrow()
  })
})

describe('the authority of a generation', () => {
  it('vouches for the control plane as a client, and as nothing else', async () => {
    const client = await createPoolAuthorities(secretKey).clientOf(generation, validity)
    const [own, authority] = [x509(client.certificate), x509(client.certificateAuthority)]
    expect(own.verify(authority.publicKey) && own.checkIssued(authority)).toBe(true)
    expect([own.ca, authority.ca]).toEqual([false, true])
    expect(own.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2'])
    expect(own.subjectAltName).toBeUndefined()
    expect([Date.parse(own.validFrom), Date.parse(own.validTo)]).toEqual([validity.fromMs, validity.untilMs])
    expect(own.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' })
  })

  it('is the same in each process that has the secret key, and no other generation’s', async () => {
    const authorityOf = async (key: Uint8Array, of: string) => x509((await createPoolAuthorities(key).clientOf(of, validity)).certificateAuthority).publicKey.export({ type: 'spki', format: 'der' }).toString('hex')
    const [one, again, next, foreign] = await Promise.all([authorityOf(secretKey, generation), authorityOf(Buffer.from(secretKey), generation), authorityOf(secretKey, generation.replace('-3', '-4')), authorityOf(Buffer.alloc(32, 2), generation)])
    expect(again).toBe(one)
    expect(new Set([one, next, foreign]).size).toBe(3)
  })
})
