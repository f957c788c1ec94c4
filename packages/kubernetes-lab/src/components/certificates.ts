import { generateKeyPairSync } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generate } from 'selfsigned'

/** Where a cluster's API server is, for its certificate. */
export interface CertificateNames {
  addresses: readonly string[]
  /** Of the node and its kubelet; undefined: no node. */
  node?: { name: string; address: string }
}

interface Pair {
  certificate: string
  key: string
}

const API_SERVER_NAMES = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local', 'localhost']

/** Writes the authority, the certificates of all components and the key of service accounts into `<directory>/pki`. Valid for a year. */
export async function writeCertificates(directory: string, { addresses, node }: CertificateNames): Promise<void> {
  const pki = join(directory, 'pki')
  await mkdir(pki, { recursive: true, mode: 0o700 })
  const write = async (name: string, { certificate, key }: Pair) => {
    await writeFile(join(pki, `${name}.crt`), certificate, { mode: 0o600 })
    await writeFile(join(pki, `${name}.key`), key, { mode: 0o600 })
  }
  const authority = await makeAuthority()
  await write('ca', authority)
  const issue = async (name: string, commonName: string, organization?: string, names: readonly string[] = [], ips: readonly string[] = []) =>
    await write(name, await makeCertificate(authority, commonName, organization, names, ips))
  await issue('apiserver', 'kube-apiserver', undefined, API_SERVER_NAMES, ['127.0.0.1', ...addresses])
  await issue('apiserver-kubelet', 'kube-apiserver-kubelet', 'system:masters')
  await issue('front-proxy', 'front-proxy-client')
  await issue('admin', 'kube-admin', 'system:masters')
  await issue('controller-manager', 'system:kube-controller-manager')
  await issue('scheduler', 'system:kube-scheduler')
  if (node !== undefined) {
    await issue('proxy', 'system:kube-proxy')
    await issue('netpold', 'kube-lab:netpold')
    await issue('kubelet', `system:node:${node.name}`, 'system:nodes', [node.name], [node.address])
  }
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256', publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'sec1', format: 'pem' } })
  await writeFile(join(pki, 'service-accounts.key'), privateKey, { mode: 0o600 })
}

async function makeAuthority(): Promise<Pair> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'kube-lab-ca' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
    ],
  })
  return { certificate: cert, key }
}

async function makeCertificate(authority: Pair, commonName: string, organization: string | undefined, names: readonly string[], ips: readonly string[]): Promise<Pair> {
  const subject = [{ name: 'commonName', value: commonName }, ...(organization === undefined ? [] : [{ name: 'organizationName', value: organization }])]
  const altNames = [...names.map((value) => ({ type: 2 as const, value })), ...ips.map((ip) => ({ type: 7 as const, ip }))]
  const { cert, private: key } = await generate(subject, {
    keyType: 'ec',
    algorithm: 'sha256',
    ca: { key: authority.key, cert: authority.certificate },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
      ...(altNames.length === 0 ? [] : [{ name: 'subjectAltName' as const, altNames }]),
    ],
  })
  return { certificate: cert, key }
}
