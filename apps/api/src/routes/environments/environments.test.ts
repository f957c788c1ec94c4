import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi } from '../../testing/create-test-api.ts'
import type { TestApi } from '../../testing/create-test-api.ts'
import { addSnapshot } from '../../testing/new-snapshot.ts'

let api: TestApi
beforeEach(async () => {
  api = await createTestApi()
})
afterEach(() => api.close())

const path = '/org/v2/environments'
const create = (displayName: unknown) => api.request('POST', path, { body: { display_name: displayName, stream_governance_config: { package: 'ESSENTIALS' } } })
const poolsOf = async (id: string) => (await api.request('GET', `/fcpm/v2/compute-pools?environment=${id}`)).body.data

describe('environments', () => {
  it('201 with a resource name, and a default pool by the organization’s config', async () => {
    await api.request('PATCH', '/fcpm/v2/compute-pool-config', { body: { spec: { default_pool_max_cfu: 33 } } })
    const answer = await create('staging')
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      display_name: 'staging', stream_governance_config: { package: 'ESSENTIALS' },
      metadata: { self: `http://localhost:80${path}/${answer.body.id}`, resource_name: `crn://confluent.cloud/organization=${api.tenant.organizationId}/environment=${answer.body.id}` },
    })
    expect(await poolsOf(answer.body.id)).toMatchObject([{ spec: { display_name: 'default', default_pool: true, max_cfu: 33 } }])
    const statement = await api.request('POST', `/sql/v1/organizations/${api.tenant.organizationId}/environments/${answer.body.id}/statements`, { body: { spec: { statement: 'SELECT 1' } } })
    expect(statement.status).toBe(201)
  })

  it('no pool where the organization wants none', async () => {
    await api.request('PATCH', '/fcpm/v2/compute-pool-config', { body: { spec: { default_pool_enabled: false } } })
    expect(await poolsOf((await create('bare')).body.id)).toEqual([])
  })

  it('400 for odd names, 409 for one that is taken, 402 above the quota', async () => {
    for (const name of ['', ' a', 'a\nb', 'x'.repeat(65), 5, null]) expect((await create(name)).status).toBe(400)
    expect((await create('environment-a')).status).toBe(409)
    api.deps.config = { ...api.deps.config, limits: { ...api.deps.config.limits, environmentsPerOrganizationMax: 1 } }
    expect((await create('one-more')).status).toBe(402)
  })

  it('lists page by page, reads, renames', async () => {
    await api.clock.advance(1_000)
    const { id } = (await create('staging')).body
    const first = await api.request('GET', `${path}?page_size=1`)
    expect(first.body.data).toMatchObject([{ id: api.tenant.environmentId }])
    expect(first.body.metadata.next).toMatch(/^http:\/\/localhost:80\/org\/v2\/environments\?page_size=1&page_token=[\w.-]+$/)
    expect((await api.request('GET', first.body.metadata.next)).body.data).toMatchObject([{ id }])
    const renamed = await api.request('PATCH', `${path}/${id}`, { body: { display_name: 'production' }, headers: { 'content-type': 'application/merge-patch+json' } })
    expect(renamed).toMatchObject({ status: 200, body: { display_name: 'production' } })
    expect((await api.request('GET', `${path}/${id}`)).body.display_name).toBe('production')
    expect((await api.request('PATCH', `${path}/${id}`, { body: { display_name: 'environment-a' } })).status).toBe(409)
    expect((await api.request('PATCH', `${path}/${id}`, { body: {} })).status).toBe(200)
    for (const method of ['GET', 'DELETE']) expect((await api.request(method, `${path}/env-zzzzzz`)).status).toBe(404)
    expect((await api.request('PATCH', `${path}/env-zzzzzz`, { body: {} })).status).toBe(404)
  })

  it('DELETE 204 when its default pool is gone; then 404', async () => {
    const { id } = (await create('staging')).body
    const [pool] = await poolsOf(id)
    const asked = api.request('DELETE', `${path}/${id}`)
    await expect.poll(() => api.clock.waiting(), { interval: 2 }).toBe(1)
    const key = { kind: 'pool' as const, organizationId: api.tenant.organizationId, environmentId: id, id: pool.id }
    expect(api.woken).toContainEqual(key)
    const lease = await api.stores.reconcile.lease(key, 'test', api.clock.nowMs(), 1_000)
    if (lease.ok) await api.stores.reconcile.removePool(lease.value)
    await api.clock.advance(250)
    expect(await asked).toMatchObject({ status: 204, text: '' })
    expect((await api.request('GET', `${path}/${id}`)).status).toBe(404)
  })

  it('DELETE 409 while it has statements or a pool of its own, or while its default pool does not go', async () => {
    const { id } = (await create('staging')).body
    const sql = `/sql/v1/organizations/${api.tenant.organizationId}/environments/${id}/statements`
    await api.request('POST', sql, { body: { name: 'a', spec: { statement: 'SELECT 1' } } })
    expect((await api.request('DELETE', `${path}/${id}`)).status).toBe(409)
    const other = (await create('second')).body.id
    await api.request('POST', '/fcpm/v2/compute-pools', { body: { spec: { display_name: 'own', cloud: 'AWS', region: 'local-1', environment: { id: other } } } })
    expect((await api.request('DELETE', `${path}/${other}`)).status).toBe(409)
    const third = (await create('third')).body.id
    expect((await api.clock.drive(api.request('DELETE', `${path}/${third}`))).status).toBe(409)
  })

  it('DELETE 409 while it has a snapshot that was asked for or pinned; others go to the trash with it', async () => {
    await api.request('PATCH', '/fcpm/v2/compute-pool-config', { body: { spec: { default_pool_enabled: false } } })
    for (const [index, more] of [{ trigger: 'manual' as const }, { trigger: 'stop' as const, spec: { labels: {}, pinned: true } }].entries()) {
      const { id } = (await create(`staging-${index}`)).body
      const tenant = { ...api.tenant, environmentId: id }
      const kept = await addSnapshot(api, { id: `kept-${index}`, environmentId: id, ...more }, tenant)
      const other = await addSnapshot(api, { id: `other-${index}`, environmentId: id, trigger: 'stop' }, tenant)
      const refused = await api.request('DELETE', `${path}/${id}`)
      expect(refused).toMatchObject({ status: 409, body: { errors: [{ detail: expect.stringContaining(kept.id) }] } })
      const spec = { ...kept.spec, trash: { atMs: 1, by: 'user' as const, reason: 'r' } }
      expect(await api.stores.api.changeSnapshotSpec(tenant, kept.id, spec, kept.specVersion, 5)).toMatchObject({ ok: true })
      expect((await api.request('DELETE', `${path}/${id}`)).status).toBe(204)
      expect([...api.stores.database.snapshots.values()].find((row) => row.id === other.id)?.spec.trash).toMatchObject({ by: 'user' })
      expect(api.woken).toContainEqual({ kind: 'storage', organizationId: api.tenant.organizationId, environmentId: id, id })
    }
  })
})
