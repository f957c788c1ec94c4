import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi } from '../../testing/create-test-api.ts'
import type { TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
beforeEach(async () => {
  api = await createTestApi()
})
afterEach(() => api.close())

const path = '/org/v2/organizations'

describe('organizations', () => {
  it('lists exactly the one of the key, with a valid URL and times', async () => {
    const answer = await api.request('GET', `${path}?page_size=100`)
    expect(answer.body.data).toHaveLength(1)
    const [organization] = answer.body.data
    expect(organization).toMatchObject({ id: api.tenant.organizationId, display_name: 'Organization a', metadata: { resource_name: `crn://confluent.cloud/organization=${api.tenant.organizationId}` } })
    expect(new URL(organization.metadata.self).pathname).toBe(`${path}/${api.tenant.organizationId}`)
    expect(Date.parse(organization.metadata.created_at)).not.toBeNaN()
    expect(Date.parse(organization.metadata.updated_at)).not.toBeNaN()
  })

  it('reads and renames its own, and no other', async () => {
    expect((await api.request('GET', `${path}/${api.tenant.organizationId}`)).status).toBe(200)
    expect((await api.request('PATCH', `${path}/${api.tenant.organizationId}`, { body: { display_name: 'Renamed' } })).body.display_name).toBe('Renamed')
    expect((await api.request('GET', path)).body.data[0].display_name).toBe('Renamed')
    expect((await api.request('GET', `${path}/${api.other.organizationId}`)).status).toBe(404)
    expect((await api.request('PATCH', `${path}/${api.tenant.organizationId}`, { body: { display_name: '' } })).status).toBe(400)
  })
})
