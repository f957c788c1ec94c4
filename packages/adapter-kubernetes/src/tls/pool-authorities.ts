import { webcrypto } from 'node:crypto'
import { deriveKeyPair, generateKeyPair } from './derive-key-pair.ts'
import type { KeyPair } from './derive-key-pair.ts'
import { serverNameOf } from './flink-endpoint.ts'
import { certificatePem, issueCertificate } from './issue-certificate.ts'
import type { Validity } from './issue-certificate.ts'
import { keyStorePassword } from '../render/tls-files.ts'
import type { KeyStores } from '../render/tls-files.ts'
import { renderKeyStore } from './render-key-store.ts'

/** What a client of one generation of a pool shows and expects. PEM. */
export interface ClientIdentity {
  certificateAuthority: string
  certificate: string
  privateKey: string
}

/** The authorities of all pools' generations, each of which signs for its own generation alone. */
export interface PoolAuthorities {
  /** New keys for the processes of a generation. */
  keyStoresOf(generation: string, validity: Validity): Promise<KeyStores>
  /** A new key and certificate with which the control plane asks processes of a generation, and how it knows them. */
  clientOf(generation: string, validity: Validity): Promise<ClientIdentity>
}

/**
 * Authorities whose keys follow from the control plane's secret key and the generation's name, and are written down nowhere: who has the secret key
 * has them, now and after a restart, and whether or not anything is left of the cluster. See decisions/005.
 */
export function createPoolAuthorities(secretKey: Uint8Array): PoolAuthorities {
  async function authorityOf(generation: string, validity: Validity) {
    const keys = await deriveKeyPair(secretKey, `headgate/flink-rest/v1/${generation}`)
    const issuer = { name: `Headgate ${generation}`, ...keys }
    const certificate = await issueCertificate({ ...validity, name: issuer.name, publicKey: keys.publicKey, issuer, use: 'authority' })
    return { issuer, certificate }
  }

  return {
    async keyStoresOf(generation, validity) {
      const [authority, internal, jobManager, gateway] = await Promise.all([authorityOf(generation, validity), generateKeyPair(), generateKeyPair(), generateKeyPair()])
      const { issuer } = authority
      const name = (role: string): string => `${role} ${generation}`
      const shared = await issueCertificate({ ...validity, name: name('internal'), publicKey: internal.publicKey, issuer: { name: name('internal'), ...internal }, use: {} })
      const ofJobManager = await issueCertificate({ ...validity, name: name('jobmanager'), publicKey: jobManager.publicKey, issuer, use: { serverNames: [serverNameOf(generation, 'jobmanager')] } })
      // It submits jobs.
      const ofGateway = await issueCertificate({ ...validity, name: name('gateway'), publicKey: gateway.publicKey, issuer, use: { serverNames: [serverNameOf(generation, 'gateway')], client: true } })
      const [internalStore, jobManagerStore, gatewayStore, restTrust] = await Promise.all([
        renderKeyStore({ key: { privateKey: internal.privateKey, chain: [shared] } }, keyStorePassword),
        renderKeyStore({ key: { privateKey: jobManager.privateKey, chain: [ofJobManager] } }, keyStorePassword),
        renderKeyStore({ key: { privateKey: gateway.privateKey, chain: [ofGateway] } }, keyStorePassword),
        renderKeyStore({ trusted: [authority.certificate] }, keyStorePassword),
      ])
      return { internal: internalStore, jobManager: jobManagerStore, gateway: gatewayStore, restTrust }
    },

    async clientOf(generation, validity) {
      const [{ issuer, certificate }, keys] = await Promise.all([authorityOf(generation, validity), generateKeyPair()])
      const own = await issueCertificate({ ...validity, name: 'control plane', publicKey: keys.publicKey, issuer, use: { client: true } })
      return { certificateAuthority: certificatePem(certificate), certificate: certificatePem(own), privateKey: await privateKeyPem(keys) }
    },
  }
}

async function privateKeyPem({ privateKey }: KeyPair): Promise<string> {
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', privateKey)).toString('base64')
  return `-----BEGIN PRIVATE KEY-----\n${pkcs8.match(/.{1,64}/g)?.join('\n')}\n-----END PRIVATE KEY-----\n`
}
