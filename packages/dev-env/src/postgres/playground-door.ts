import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { playgroundDatabase, playgroundRole } from './databases.ts'

/** A port of the embedded server that leads to the playground alone. */
export interface PlaygroundDoor {
  port: number
  close(): Promise<void>
}

const sslRequest = 80_877_103
const gssRequest = 80_877_104
const cancelRequest = 80_877_102
const startupBytesMax = 10_000

/**
 * Opens a second port to the server for users' JDBC tables: it passes on a connection only when its first message asks for the database and the role of
 * the playground. The server's own port can thus be denied to SQL altogether, and no SQL gets as far as the control plane's password prompt.
 */
export async function openPlaygroundDoor(options: { host: string; port: number; serverPort: number }): Promise<PlaygroundDoor> {
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    sockets.add(client)
    client.on('error', () => client.destroy())
    client.on('close', () => sockets.delete(client))
    client.setTimeout(10_000, () => client.destroy())
    let head = Buffer.alloc(0)
    const onData = (chunk: Buffer): void => {
      head = Buffer.concat([head, chunk])
      for (;;) {
        if (head.length < 8) return
        const length = head.readUInt32BE(0)
        const code = head.readUInt32BE(4)
        if (length < 8 || length > startupBytesMax) return void client.destroy()
        if (head.length < length) return
        // No encryption on the loopback: the client goes on in clear.
        if (code !== sslRequest && code !== gssRequest) break
        client.write('N')
        head = head.subarray(length)
      }
      client.off('data', onData)
      if (head.readUInt32BE(4) !== cancelRequest && !isForPlayground(head)) return refuse(client)
      client.pause()
      client.setTimeout(0)
      const upstream = connect(options.serverPort, options.host, () => {
        upstream.write(head)
        client.pipe(upstream).pipe(client)
      })
      sockets.add(upstream)
      upstream.on('error', () => client.destroy())
      upstream.on('close', () => {
        sockets.delete(upstream)
        client.destroy()
      })
      client.on('close', () => upstream.destroy())
    }
    client.on('data', onData)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  return {
    port: (server.address() as { port: number }).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** Whether a StartupMessage names the playground's role and database. */
export function isForPlayground(message: Buffer): boolean {
  const length = message.readUInt32BE(0)
  const fields = message.subarray(8, length).toString('utf8').split('\0')
  const named = new Map<string, string>()
  for (let position = 0; position + 1 < fields.length && fields[position] !== ''; position += 2) {
    const name = fields[position] ?? ''
    // Twice the same name: which one counts is the server's business, so neither does here.
    if (named.has(name)) return false
    named.set(name, fields[position + 1] ?? '')
  }
  return named.get('user') === playgroundRole && named.get('database') === playgroundDatabase && !named.has('replication')
}

/** An ErrorResponse, as a server would refuse. */
function refuse(client: Socket): void {
  const body = Buffer.from(`SFATAL\0VFATAL\0C28000\0MThis port leads to the database ${playgroundDatabase} as ${playgroundRole} alone.\0\0`)
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeUInt32BE(body.length + 4, 1)
  client.end(Buffer.concat([head, body]))
}
