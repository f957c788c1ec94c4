import { randomBytes, webcrypto } from 'node:crypto'
import { BitString, Integer, OctetString, Utf8String } from 'asn1js'
import type { BaseBlock } from 'asn1js'
import { AttributeTypeAndValue, AuthorityKeyIdentifier, BasicConstraints, Certificate, ExtKeyUsage, Extension, GeneralName, GeneralNames, PublicKeyInfo, RelativeDistinguishedNames } from 'pkijs'
import type { KeyPair } from './derive-key-pair.ts'

export interface Validity {
  fromMs: number
  untilMs: number
}

export interface CertificateWish extends Validity {
  /** The common name: for people, nothing is decided by it. */
  name: string
  publicKey: KeyPair['publicKey']
  /** Who signs; with the same name and key it is self-signed. */
  issuer: { name: string } & KeyPair
  /** An authority signs others and nothing else. Others may be a server, with these names, a client, or both. */
  use: 'authority' | { serverNames?: string[]; client?: boolean }
}

/** Object identifiers of RFC 5280. */
const oid = {
  commonName: '2.5.4.3', subjectKeyIdentifier: '2.5.29.14', keyUsage: '2.5.29.15', subjectAltName: '2.5.29.17', basicConstraints: '2.5.29.19', authorityKeyIdentifier: '2.5.29.35', extKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1', clientAuth: '1.3.6.1.5.5.7.3.2',
}
/** Bits of a key's usage, and how many bits at the end say nothing. */
const usages = { certSign: { bits: 0x04, unused: 2 }, digitalSignature: { bits: 0x80, unused: 7 } }

/** Makes a certificate (X.509 v3, signed by ECDSA with SHA-256). */
export async function issueCertificate({ name, publicKey, issuer, use, fromMs, untilMs }: CertificateWish): Promise<Certificate> {
  const certificate = new Certificate({ version: 2, issuer: namesOf(issuer.name), subject: namesOf(name) })
  // Positive, as it begins with a 1, and chance enough for no two to be the same.
  certificate.serialNumber = new Integer({ valueHex: bytes(Buffer.concat([Buffer.from([1]), randomBytes(15)])) })
  certificate.notBefore.value = new Date(fromMs)
  certificate.notAfter.value = new Date(untilMs)
  const isAuthority = use === 'authority'
  const { bits, unused } = isAuthority ? usages.certSign : usages.digitalSignature
  certificate.extensions = [
    extension(oid.basicConstraints, true, new BasicConstraints(isAuthority ? { cA: true, pathLenConstraint: 0 } : {}).toSchema()),
    extension(oid.keyUsage, true, new BitString({ valueHex: bytes(Buffer.from([bits])), unusedBits: unused })),
    extension(oid.subjectKeyIdentifier, false, new OctetString({ valueHex: await keyIdentifier(publicKey) })),
    extension(oid.authorityKeyIdentifier, false, new AuthorityKeyIdentifier({ keyIdentifier: new OctetString({ valueHex: await keyIdentifier(issuer.publicKey) }) }).toSchema()),
    ...(isAuthority ? [] : purposesOf(use)),
  ]
  await certificate.subjectPublicKeyInfo.importKey(asPkijs(publicKey))
  await certificate.sign(asPkijs(issuer.privateKey), 'SHA-256')
  return certificate
}

/** As text, as most programs want it. */
export function certificatePem(certificate: Certificate): string {
  const lines = Buffer.from(certificate.toSchema().toBER()).toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

function purposesOf({ serverNames = [], client = false }: Exclude<CertificateWish['use'], 'authority'>): Extension[] {
  const keyPurposes = [...(serverNames.length === 0 ? [] : [oid.serverAuth]), ...(client ? [oid.clientAuth] : [])]
  return [
    ...(keyPurposes.length === 0 ? [] : [extension(oid.extKeyUsage, false, new ExtKeyUsage({ keyPurposes }).toSchema())]),
    // 2: a name of DNS.
    ...(serverNames.length === 0 ? [] : [extension(oid.subjectAltName, false, new GeneralNames({ names: serverNames.map((value) => new GeneralName({ type: 2, value })) }).toSchema())]),
  ]
}

const extension = (extnID: string, critical: boolean, value: BaseBlock): Extension => new Extension({ extnID, critical, extnValue: value.toBER() })

const namesOf = (name: string): RelativeDistinguishedNames => new RelativeDistinguishedNames({ typesAndValues: [new AttributeTypeAndValue({ type: oid.commonName, value: new Utf8String({ value: name }) })] })

/** RFC 5280, 4.2.1.2 (1): it only helps to find the signer. */
async function keyIdentifier(publicKey: KeyPair['publicKey']): Promise<ArrayBuffer> {
  const info = new PublicKeyInfo()
  await info.importKey(asPkijs(publicKey))
  return await webcrypto.subtle.digest('SHA-1', info.subjectPublicKey.valueBlock.valueHexView)
}

/** It is the same class; the types of pkijs do not know the newest uses of keys. */
const asPkijs = (key: KeyPair['publicKey']): CryptoKey => key as CryptoKey

const bytes = (buffer: Buffer): ArrayBuffer => Uint8Array.from(buffer).buffer
