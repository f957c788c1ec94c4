import { generate } from 'selfsigned'

/** Certificates of a test: PEM texts. */
export interface OwnCertificates {
  /** Of the authority, which nobody trusts unless told to. */
  authority: string
  /** Of the server for `localhost` and 127.0.0.1, signed by the authority. */
  certificate: string
  key: string
}

/** Makes an authority and a server's certificate, valid for some days. */
export async function makeOwnCertificates(): Promise<OwnCertificates> {
  const authority = await generate([{ name: 'commonName', value: 'Headgate test authority' }], {
    keySize: 2_048,
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2_048,
    algorithm: 'sha256',
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }, { type: 7, ip: '127.0.0.1' }] },
    ],
  })
  return { authority: authority.cert, certificate: server.cert, key: server.private }
}
