import { failed } from '@headgate/domain'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi } from '../testing/create-test-api.ts'
import type { TestApi } from '../testing/create-test-api.ts'

let api: TestApi
beforeEach(async () => {
  api = await createTestApi()
})
afterEach(() => api.close())

const ask = (authorization: string | undefined) => api.app.inject({ method: 'GET', url: '/org/v2/environments', headers: authorization === undefined ? {} : { authorization } })
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

describe('authentication', () => {
  it('takes a key and its secret', async () => {
    expect((await ask(basic(api.tenant.cloudAuth))).statusCode).toBe(200)
    expect((await ask(basic(api.tenant.cloudAuth).replace('Basic', 'basic'))).statusCode).toBe(200)
  })

  it('401 with WWW-Authenticate for all else; a wrong key and a wrong secret look the same', async () => {
    const [keyId = ''] = api.tenant.cloudAuth.split(':')
    const refused = [undefined, '', 'Bearer x', 'Basic', 'Basic !!!', basic('nocolon'), basic(':secret'), basic(`${keyId}:`), basic(`${keyId}:wrong`), basic('NOSUCHKEY:wrong'), basic(`${keyId} :x`), basic(`${keyId}\0:x`)]
    for (const authorization of refused) {
      const answer = await ask(authorization)
      expect(answer.statusCode).toBe(401)
      expect(answer.headers['www-authenticate']).toMatch(/^Basic realm="headgate", error="invalid_key", error_description="[^"]+"$/)
    }
    const shape = (text: string) => text.replace(/"id":"[^"]+"/, '')
    expect(shape((await ask(basic(`${keyId}:wrong`))).payload)).toBe(shape((await ask(basic('NOSUCHKEY:wrong'))).payload))
  })

  it('is asked before the body is looked at, and before the path’s resources', async () => {
    const answer = await api.request('POST', `${api.tenant.sqlPath}/statements`, { auth: null, rawBody: '{' })
    expect(answer.status).toBe(401)
    expect((await api.request('GET', `${api.tenant.sqlPath}/statements/nope`, { auth: null })).status).toBe(401)
  })

  it('503 when the key cannot be looked up', async () => {
    api.deps.resources.findApiKey = async () => failed('unavailable', 'x')
    const answer = await ask(basic(api.tenant.cloudAuth))
    expect(answer.statusCode).toBe(503)
    expect(answer.headers['retry-after']).toBe('5')
  })
})
