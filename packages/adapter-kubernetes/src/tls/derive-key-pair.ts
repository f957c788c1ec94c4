import { createECDH, hkdfSync, webcrypto } from 'node:crypto'

export interface KeyPair {
  privateKey: webcrypto.CryptoKey
  publicKey: webcrypto.CryptoKey
}

/** The order of the group of P-256 (SEC 2, 2.4.2). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
/** 128 bits more than the order has, so that no key is likelier than another (FIPS 186-5, A.2.1). */
const seedBytes = 48

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const

/**
 * The key pair (ECDSA, P-256) that follows from a secret and what it is for: the same in every process that has the secret, and of no use to learn
 * the secret or the key pair of another purpose (HKDF, RFC 5869).
 */
export async function deriveKeyPair(secret: Uint8Array, purpose: string): Promise<KeyPair> {
  const seed = Buffer.from(hkdfSync('sha256', secret, new Uint8Array(), purpose, seedBytes)).toString('hex')
  const scalar = Buffer.from(((BigInt(`0x${seed}`) % (order - 1n)) + 1n).toString(16).padStart(64, '0'), 'hex')
  const agreement = createECDH('prime256v1')
  agreement.setPrivateKey(scalar)
  // 0x04, then both coordinates.
  const point = agreement.getPublicKey()
  const shared = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') }
  const [privateKey, publicKey] = await Promise.all([
    webcrypto.subtle.importKey('jwk', { ...shared, d: scalar.toString('base64url') }, curve, false, ['sign']),
    webcrypto.subtle.importKey('jwk', shared, curve, true, ['verify']),
  ])
  return { privateKey, publicKey }
}

/** A new one, which can be written down. */
export const generateKeyPair = (): Promise<KeyPair> => webcrypto.subtle.generateKey(curve, true, ['sign', 'verify'])
