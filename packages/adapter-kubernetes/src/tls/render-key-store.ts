import { randomBytes, webcrypto } from 'node:crypto'
import { BmpString, ObjectIdentifier, OctetString, fromBER } from 'asn1js'
import { Attribute, AuthenticatedSafe, CertBag, PFX, PKCS8ShroudedKeyBag, PrivateKeyInfo, SafeBag, SafeContents } from 'pkijs'
import type { Certificate } from 'pkijs'
import type { KeyPair } from './derive-key-pair.ts'

export interface KeyStoreContent {
  /** A key, and its certificate with those of its signers. */
  key?: { privateKey: KeyPair['privateKey']; chain: Certificate[] }
  /** What is trusted besides. A key's own certificate is trusted where its store is a trust store: Java does that. */
  trusted?: Certificate[]
}

/** Object identifiers of RFC 7292 and 2985, and Java's own for a certificate that is trusted: without it Java does not see it. */
const oid = {
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2', certBag: '1.2.840.113549.1.12.10.1.3', friendlyName: '1.2.840.113549.1.9.20', localKeyId: '1.2.840.113549.1.9.21',
  trustedKeyUsage: '2.16.840.1.113894.746875.1.1', anyExtendedKeyUsage: '2.5.29.37.0',
}
/** The password is no secret: more would only make a JVM start later. */
const iterations = 1

/** A key store of Java (PKCS #12). Its password guards nothing: Java wants one. */
export async function renderKeyStore({ key, trusted = [] }: KeyStoreContent, storePassword: string): Promise<Buffer> {
  const password = new TextEncoder().encode(storePassword).buffer
  const bags: SafeBag[] = []
  if (key !== undefined) {
    const pkcs8 = fromBER(await webcrypto.subtle.exportKey('pkcs8', key.privateKey)).result
    const shrouded = new PKCS8ShroudedKeyBag({ parsedValue: new PrivateKeyInfo({ schema: pkcs8 }) })
    await shrouded.makeInternalValues({ password, contentEncryptionAlgorithm: { name: 'AES-CBC', length: 256, iv: randomBytes(16) }, hmacHashAlgorithm: 'SHA-256', iterationCount: iterations })
    bags.push(new SafeBag({ bagId: oid.shroudedKeyBag, bagValue: shrouded, bagAttributes: [named('flink'), belongsTogether()] }))
    bags.push(...key.chain.map((certificate, index) => certificateBag(certificate, index === 0 ? [named('flink'), belongsTogether()] : [])))
  }
  bags.push(...trusted.map((certificate, index) => certificateBag(certificate, [named(`trusted-${index}`), isTrusted()])))
  const safe = new AuthenticatedSafe({ parsedValue: { safeContents: [{ privacyMode: 0, value: new SafeContents({ safeBags: bags }) }] } })
  await safe.makeInternalValues({ safeContents: [{}] })
  const store = new PFX({ parsedValue: { integrityMode: 0, authenticatedSafe: safe } })
  await store.makeInternalValues({ password, iterations, pbkdf2HashAlgorithm: { name: 'SHA-256' }, hmacHashAlgorithm: 'SHA-256' })
  return Buffer.from(store.toSchema().toBER())
}

const certificateBag = (certificate: Certificate, bagAttributes: Attribute[]): SafeBag => new SafeBag({ bagId: oid.certBag, bagValue: new CertBag({ parsedValue: certificate }), bagAttributes })
const named = (name: string): Attribute => new Attribute({ type: oid.friendlyName, values: [new BmpString({ value: name })] })
const belongsTogether = (): Attribute => new Attribute({ type: oid.localKeyId, values: [new OctetString({ valueHex: Uint8Array.of(1).buffer })] })
const isTrusted = (): Attribute => new Attribute({ type: oid.trustedKeyUsage, values: [new ObjectIdentifier({ value: oid.anyExtendedKeyUsage })] })
