import { allOperations } from '@headgate/contract'
import { createSeededIds } from '@headgate/sim'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi } from '../testing/create-test-api.ts'
import type { TestApi } from '../testing/create-test-api.ts'
import { populate } from '../testing/populate.ts'
import { idsOf, inSafeOrder, sampleRequest } from '../testing/sample-requests.ts'
import type { SampleIds } from '../testing/sample-requests.ts'

/** One world in which the other tenant exists and has things, and one in which it never existed. */
let withOther: TestApi
let without: TestApi
beforeEach(async () => {
  withOther = await createTestApi()
  without = await createTestApi({ tenants: 'first' })
  for (const api of [withOther, without]) await populate(api, api.tenant)
  await populate(withOther, withOther.other)
  // From here on, both make the same ids.
  for (const api of [withOther, without]) api.deps.ids = createSeededIds(99)
})
afterEach(async () => {
  await Promise.all([withOther.close(), without.close()])
})

const guarded = allOperations.filter((operation) => operation.scope !== 'public')
/** Operations that name nothing: they speak of the caller's own organization. */
const ofCaller = ['organizations.list', 'environments.list', 'environments.create', 'service-accounts.list', 'service-accounts.create', 'api-keys.list', 'regions.list', 'compute-pool-config.read', 'compute-pool-config.change']

async function askBoth(method: string, path: string, body: unknown, auth: string) {
  const ask = async (api: TestApi) => {
    const answer = await api.request(method, path, { body, auth, headers: { 'x-request-id': 'walk' } })
    const { date: _date, ...headers } = answer.headers
    return { status: answer.status, headers, text: answer.text }
  }
  return [await ask(withOther), await ask(without)] as const
}

const rowsOfOther = (api: TestApi): string =>
  JSON.stringify(Object.values(api.stores.database).flatMap((table) => (table instanceof Map ? [...table.entries()] : [])).filter((row) => JSON.stringify(row).includes(api.other.organizationId)))

describe('what a key does not reach does not exist for it', () => {
  it.each(guarded.map((operation) => [operation.operationId, operation] as const))('%s of another organization', async (operationId, operation) => {
    const { tenant, other } = withOther
    const before = rowsOfOther(withOther)
    const foreign = idsOf(other)
    const variants: SampleIds[] = [foreign, { ...foreign, organizationId: tenant.organizationId }, { ...foreign, environmentId: tenant.environmentId }]
    for (const auth of [tenant.cloudAuth, tenant.regionAuth]) {
      for (const ids of variants) {
        const { method, path, body } = sampleRequest(operation, ids)
        const [seen, unseen] = await askBoth(method, path, body, auth)
        expect(seen).toEqual(unseen)
        if (ids === foreign && !ofCaller.includes(operationId)) expect(seen.status).toBe(operationId === 'api-keys.create' && auth === tenant.cloudAuth ? 422 : 404)
        if (seen.status < 300) expect(seen.text).not.toContain(other.organizationId)
      }
    }
    expect(rowsOfOther(withOther)).toBe(before)
  })

  it('a key of one environment reaches no other environment of its organization', async () => {
    const { tenant } = withOther
    const made = await withOther.request('POST', '/org/v2/environments', { body: { display_name: 'second' } })
    const second = { ...idsOf(tenant), environmentId: made.body.id as string }
    const never = { ...second, environmentId: 'env-zzzzzz' }
    for (const operation of guarded.filter((each) => each.scope === 'environment')) {
      const ask = async (ids: SampleIds) => {
        const { method, path, body } = sampleRequest(operation, ids)
        const answer = await withOther.request(method, path, { body, auth: tenant.regionAuth, headers: { 'x-request-id': 'walk' } })
        return { status: answer.status, text: answer.text.replaceAll(ids.environmentId, 'ENV') }
      }
      expect(await ask(second)).toEqual(await ask(never))
      expect((await ask(second)).status).toBe(404)
    }
  })
})

describe('who reaches what', () => {
  it('is as written down', async () => {
    const columns: Record<string, Map<string, number>> = {}
    for (const role of ['anonymous', 'region key', 'cloud key'] as const) {
      const api = await createTestApi({ config: { limits: { ...withOther.deps.config.limits, environmentRemovalWaitMs: 0 } } })
      await populate(api, api.tenant)
      const auth = role === 'anonymous' ? null : role === 'region key' ? api.tenant.regionAuth : api.tenant.cloudAuth
      const statuses = new Map<string, number>()
      for (const operation of inSafeOrder()) {
        const { method, path, body } = sampleRequest(operation, idsOf(api.tenant))
        statuses.set(operation.operationId, (await api.request(method, path, { body, auth })).status)
      }
      columns[role] = statuses
      await api.close()
    }
    const rows = allOperations.map((operation) => [
      operation.operationId.padEnd(32),
      operation.scope.padEnd(13),
      operation.access.padEnd(6),
      ...Object.values(columns).map((statuses) => String(statuses.get(operation.operationId)).padEnd(11)),
      `${operation.method.padEnd(7)}${operation.path}`,
    ])
    const head = ['operation'.padEnd(32), 'scope'.padEnd(13), 'access'.padEnd(6), ...Object.keys(columns).map((role) => role.padEnd(11)), 'route']
    await expect([head, ...rows].map((row) => row.join(' ')).join('\n') + '\n').toMatchFileSnapshot('./reach.golden.txt')
  })
})
