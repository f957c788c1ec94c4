import { connect } from 'node:net'
import type { Socket } from 'node:net'

// Opens connections, has each served once, and keeps them until it is ended: `node hold-connections.ts ENDPOINT COUNT`. It says "holding N".
const [endpoint = '', count = ''] = process.argv.slice(2)
const { port } = new URL(endpoint)
const atOnce = 100
const held: Socket[] = []
let failed = 0

async function hold(): Promise<void> {
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n'))
    socket.once('data', () => {
      held.push(socket)
      resolve()
    })
    socket.on('error', () => {
      failed += 1
      resolve()
    })
  })
}

for (let opened = 0; opened < Number(count); opened += atOnce) await Promise.all(Array.from({ length: Math.min(atOnce, Number(count) - opened) }, hold))
process.stdout.write(`holding ${held.length}${failed === 0 ? '' : `, ${failed} failed`}\n`)
setInterval(() => undefined, 60_000)
