import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { defaultApiLimits } from '../deps.ts'
import type { ApiLimits } from '../deps.ts'
import { createTestApi } from '../testing/create-test-api.ts'
import type { TestApi } from '../testing/create-test-api.ts'

let api: TestApi
afterEach(() => api.close())

/** An API whose look-ups of an environment wait until `release` is called. */
async function heldApi(limits: Partial<ApiLimits>) {
  let release: () => void = () => undefined
  const gate = new Promise<void>((resolve) => (release = resolve))
  let waiting = 0
  api = await createTestApi({ config: { limits: { ...defaultApiLimits, refusalDelayMs: 0, ...limits } } })
  const { resources } = api.deps
  const load = resources.environments.load
  api.deps.resources = { ...resources, environments: { ...resources.environments, load: async (...words) => {
    waiting += 1
    await gate
    return load(...words)
  } } }
  return { release, waiting: () => waiting, read: (auth: string, environmentId: string) => api.request('GET', `/org/v2/environments/${environmentId}`, { auth }) }
}

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}

it('a key that has its number of requests under way gets 429 with Retry-After, another key is served; then it has its turn again', async () => {
  const held = await heldApi({ requestsPerKeyMax: 2 })
  const { tenant, other } = api
  const under = [held.read(tenant.cloudAuth, tenant.environmentId), held.read(tenant.cloudAuth, tenant.environmentId)]
  await until(() => held.waiting() === 2)
  const refused = await api.request('GET', '/org/v2/environments')
  expect([refused.status, refused.headers['retry-after'], refused.body.errors[0].title]).toEqual([429, '1', 'Too many requests'])
  expect((await api.request('GET', `${tenant.sqlPath}/statements/nope`, { auth: tenant.regionAuth })).status).toBe(404)
  expect((await api.request('GET', '/org/v2/environments', { auth: other.cloudAuth })).status).toBe(200)
  expect((await api.request('GET', '/health/live', { auth: null })).status).toBe(200)
  held.release()
  expect((await Promise.all(under)).map(({ status }) => status)).toEqual([200, 200])
  expect((await api.request('GET', '/org/v2/environments')).status).toBe(200)
  expect((await api.request('GET', '/metrics', { auth: null })).text).toContain('headgate_api_requests_refused_total{by="key"} 1')
})

it('so does an organization, whichever of its keys it uses, and the process as a whole (503)', async () => {
  const held = await heldApi({ requestsPerOrganizationMax: 1, requestsMax: 2 })
  const { tenant, other } = api
  const first = held.read(tenant.cloudAuth, tenant.environmentId)
  await until(() => held.waiting() === 1)
  expect((await api.request('GET', '/org/v2/organizations')).status).toBe(429)
  expect((await api.request('GET', '/org/v2/organizations', { auth: other.cloudAuth })).status).toBe(200)
  const second = held.read(other.cloudAuth, other.environmentId)
  await until(() => held.waiting() === 2)
  const refused = await api.request('GET', '/org/v2/organizations', { auth: other.cloudAuth })
  expect([refused.status, refused.headers['retry-after']]).toEqual([503, '1'])
  expect((await api.request('GET', '/health/ready', { auth: null })).status).toBe(200)
  held.release()
  await Promise.all([first, second])
})

it('a client that goes away before its key is known leaves nothing behind', async () => {
  api = await createTestApi({ config: { limits: { ...defaultApiLimits, requestsPerKeyMax: 1, requestsMax: 1 } } })
  const find = api.deps.resources.findApiKey
  let asked = 0
  let gone: Promise<void> | undefined
  api.deps.resources.findApiKey = async (keyId) => {
    asked += 1
    await gone
    return find(keyId)
  }
  await api.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = api.app.server.address() as AddressInfo
  const request = `GET /org/v2/environments HTTP/1.1\r\nHost: x\r\nAuthorization: Basic ${Buffer.from(api.tenant.cloudAuth).toString('base64')}\r\n\r\n`
  for (let round = 1; round <= 3; round++) {
    let leave: () => void = () => undefined
    gone = new Promise((resolve) => (leave = resolve))
    const accepted = new Promise<void>((resolve) => api.app.server.once('connection', (socket) => socket.once('close', () => resolve())))
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    await until(() => asked === round)
    socket.destroy()
    await accepted
    leave()
  }
  gone = undefined
  expect((await api.request('GET', '/org/v2/environments')).status).toBe(200)
})

it('a refusal is held back, so that who asks again at once costs little; it holds no turn meanwhile', async () => {
  const held = await heldApi({ requestsPerKeyMax: 1, requestsMax: 2, refusalDelayMs: 500 })
  const { tenant, other, clock } = api
  const first = held.read(tenant.cloudAuth, tenant.environmentId)
  await until(() => held.waiting() === 1)
  let answered = 0
  const refused = [1, 2, 3].map(() => api.request('GET', '/org/v2/environments').finally(() => (answered += 1)))
  expect((await api.request('GET', '/org/v2/organizations', { auth: other.cloudAuth })).status).toBe(200)
  expect(answered).toBe(0)
  await clock.advance(500)
  expect((await Promise.all(refused)).map(({ status }) => status)).toEqual([429, 429, 429])
  held.release()
  expect((await first).status).toBe(200)
})
