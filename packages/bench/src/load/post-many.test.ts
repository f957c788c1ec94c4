import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { postMany } from './post-many.ts'

let close = (): void => undefined
afterEach(() => close())

/** Answers each body with `statusOf(body)` and keeps what came. */
async function serve(statusOf: (body: string) => number) {
  const seen = { bodies: [] as string[], connections: 0, underWay: 0, underWayMost: 0 }
  const server = createServer((request, response) => {
    seen.underWayMost = Math.max(seen.underWayMost, ++seen.underWay)
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      seen.bodies.push(body)
      setImmediate(() => {
        seen.underWay -= 1
        response.writeHead(statusOf(body)).end('{"why":"because"}')
      })
    })
  })
  server.on('connection', () => (seen.connections += 1))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  close = () => void server.close()
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}

it('sends each body once, over as many connections as are asked for', async () => {
  const { seen, url } = await serve(() => 201)
  const rate = await postMany({ url, headers: {}, body: (index) => `b${index}`, requests: 40, inFlight: 4 })
  expect(rate).toBeGreaterThan(0)
  expect(new Set(seen.bodies)).toEqual(new Set(Array.from({ length: 40 }, (_, index) => `b${index}`)))
  expect(seen.bodies).toHaveLength(40)
  expect(seen.connections).toBe(4)
  expect(seen.underWayMost).toBeLessThanOrEqual(4)
})

it('counts no refusals', async () => {
  const { url } = await serve((body) => (body === 'b7' ? 429 : 201))
  await expect(postMany({ url, headers: {}, body: (index) => `b${index}`, requests: 10, inFlight: 2 })).rejects.toThrow('answered 429: {"why":"because"}')
})
