import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { makeOwnCertificates } from '@headgate/testbed'

/**
 * As little of an API server as a write needs, over TLS, in a process of its own: what is put comes back with the next version. Its parent is told where
 * it is and whom to trust, and how many connections were opened when it asks.
 */
const { authority, certificate, key } = await makeOwnCertificates()
let version = 0
let connections = 0
const server = createServer({ cert: certificate, key }, (request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const object = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { metadata: object }
    const body = JSON.stringify({ ...object, metadata: { ...object.metadata, resourceVersion: String(++version) } })
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    response.end(body)
  })
})
server.on('secureConnection', () => void (connections += 1))
// No client is to wait in vain for one that the server has just closed.
server.keepAliveTimeout = 120_000
server.listen(0, '127.0.0.1', () => process.send?.({ server: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, authority }))
process.on('message', () => process.send?.({ connections }))
process.on('disconnect', () => process.exit(0))
