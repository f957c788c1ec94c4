import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { createApi } from './api.ts'
import { everyPage, pageTokenOf } from './every-page.ts'

const servers: Server[] = []
afterEach(() => { for (const server of servers.splice(0)) server.close() })

async function serve(answer: (url: string) => { status: number; body: unknown }) {
  const seen: { method?: string; url?: string; headers: Record<string, unknown> }[] = []
  const server = createServer((request, response) => {
    seen.push({ method: request.method, url: request.url, headers: request.headers })
    const { status, body } = answer(request.url ?? '')
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const api = createApi({ endpoint: `http://127.0.0.1:${port}`, organizationId: 'o', environmentId: 'env-1', computePoolId: 'lfcp-1', database: 'default', cloud: 'AWS', region: 'local-1', principalId: 'sa-1', apiKey: 'KEY', apiSecret: 'secret' })
  return { api, seen, server }
}

describe('the API of the commands', () => {
  it('follows pages to the end', async () => {
    const { api, seen } = await serve((url) => ({ status: 200, body: url.includes('page_token=t2') ? { data: [{ id: 'b' }], metadata: {} } : { data: [{ id: 'a' }], metadata: { next: 'http://h/x?page_size=1&page_token=t2' } } }))
    expect((await api.listPools()).map((pool) => pool.id)).toEqual(['a', 'b'])
    expect(seen[0]).toMatchObject({ headers: { authorization: `Basic ${Buffer.from('KEY:secret').toString('base64')}` } })
  })

  it('stops at the limit', async () => {
    const sizes: number[] = []
    const items = await everyPage(150, (_token, size) => { sizes.push(size); return Promise.resolve({ data: Array.from({ length: size }, () => 1), metadata: { next: 'http://h/?page_token=n' } }) })
    expect([items.length, sizes]).toEqual([150, [100, 50]])
    expect(pageTokenOf('')).toBeUndefined()
  })

  it('sends a JSON Patch, and tells the detail of a refusal', async () => {
    const { api, seen } = await serve(() => ({ status: 409, body: { errors: [{ detail: 'It is being deleted.' }] } }))
    await expect(api.setStopped('x', true)).rejects.toThrow('It is being deleted.')
    expect(seen[0]).toMatchObject({ method: 'PATCH', headers: { 'content-type': 'application/json-patch+json' } })
  })

  it('says what to do when nothing answers', async () => {
    const { api, server } = await serve(() => ({ status: 200, body: {} }))
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await expect(api.listPools()).rejects.toThrow(/Nothing answers at .*headgate dev/)
  })
})
