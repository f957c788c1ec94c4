import { Agent, request } from 'node:http'

// Sends reads and writes of statements without end over many connections: `node make-noise.ts STATEMENTS_URL AUTHORIZATION CONNECTIONS`. Ends when asked
// by a message, and tells how often each status came, and how many of 429 and 503 had no Retry-After.
const [url = '', authorization = '', count = ''] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true, maxSockets: Number(count) })
const statuses: Record<string, number> = {}
let withoutRetryAfter = 0
let isOver = false

async function ask(isWrite: boolean): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const sent = request(url, { agent, method: isWrite ? 'POST' : 'GET', headers: { authorization, 'content-type': 'application/json' } }, (response) => {
      const status = response.statusCode ?? 0
      statuses[status] = (statuses[status] ?? 0) + 1
      if ((status === 429 || status === 503) && !(Number(response.headers['retry-after']) > 0)) withoutRetryAfter += 1
      response.resume()
      response.once('end', resolve)
    })
    sent.once('error', reject)
    sent.end(isWrite ? '{"spec":{"statement":"SELECT 1"}}' : '')
  })
}

const senders = Array.from({ length: Number(count) }, async (_each, index) => {
  while (!isOver) await ask(index % 2 === 1)
})
process.once('message', () => (isOver = true))
await Promise.all(senders)
process.send?.({ statuses, withoutRetryAfter })
process.disconnect()
agent.destroy()
