import { expect, it } from 'vitest'
import { createHeadgateClient } from './create-headgate-client.ts'

it('sends Basic credentials and typed requests, and tells answers from errors', async () => {
  const seen: Request[] = []
  const client = createHeadgateClient({
    endpoint: 'http://localhost:1/',
    apiKey: 'KEY',
    apiSecret: 's:é',
    fetch: async (request) => {
      seen.push(request)
      const isMissing = request.url.endsWith('/nope')
      const body = isMissing ? { errors: [{ id: 'x', status: '404', code: 'not_found', title: 't', detail: 'd' }] } : { id: 'env-1', display_name: 'one' }
      return new Response(JSON.stringify(body), { status: isMissing ? 404 : 200, headers: { 'content-type': 'application/json' } })
    },
  })
  const found = await client.GET('/org/v2/environments/{id}', { params: { path: { id: 'env-1' } } })
  expect(found.data?.display_name).toBe('one')
  expect(seen[0]?.url).toBe('http://localhost:1/org/v2/environments/env-1')
  expect(seen[0]?.headers.get('authorization')).toBe(`Basic ${Buffer.from('KEY:s:é').toString('base64')}`)
  const missing = await client.GET('/org/v2/environments/{id}', { params: { path: { id: 'nope' } } })
  expect(missing.error?.errors[0]?.detail).toBe('d')
})
