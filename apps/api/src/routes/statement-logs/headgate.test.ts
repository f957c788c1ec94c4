import { failed, ok } from '@headgate/domain'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi } from '../../testing/create-test-api.ts'
import type { TestApi } from '../../testing/create-test-api.ts'
import { moveStatement } from '../../testing/move-statement.ts'
import { populate } from '../../testing/populate.ts'

const asked: unknown[] = []
let logsFail = false
let api: TestApi
let path: string
beforeEach(async () => {
  asked.length = 0
  logsFail = false
  api = await createTestApi({
    logs: {
      async readLogs(pool, options) {
        asked.push({ pool, options })
        return logsFail ? failed('unavailable', 'no') : ok([{ workerId: 'tm-1', role: 'taskmanager' as const, text: 'a line' }])
      },
    },
  })
  await populate(api, api.tenant)
  path = `${api.tenant.sqlPath.replace('/sql/v1', '/headgate/v1')}/statements/orders`
})
afterEach(() => api.close())

describe('logs', () => {
  it('reads the statement’s own pool, within bounds', async () => {
    const answer = await api.request('GET', `${path}/logs?role=taskmanager&tail_bytes=100&workers=2`)
    expect(answer.body.data).toEqual([{ worker_id: 'tm-1', role: 'taskmanager', text: 'a line' }])
    const { organizationId, environmentId, poolId } = api.tenant
    expect(asked).toEqual([{ pool: { organizationId, environmentId, computePoolId: poolId }, options: { role: 'taskmanager', tailBytes: 100, workersMax: 2 } }])
    for (const query of ['role=x', 'tail_bytes=0', 'tail_bytes=99999999', 'workers=50']) expect((await api.request('GET', `${path}/logs?${query}`)).status).toBe(400)
  })

  it('404 without the statement, 503 when logs cannot be read', async () => {
    expect((await api.request('GET', `${path}-nope/logs`)).status).toBe(404)
    logsFail = true
    expect((await api.request('GET', `${path}/logs`)).status).toBe(503)
  })
})

describe('events', () => {
  it('tells what happened, oldest first', async () => {
    const [statement] = [...api.stores.database.statements.values()]
    api.stores.database.events.set(JSON.stringify([api.tenant.organizationId, api.tenant.environmentId, statement?.uid]), [
      { atMs: 0, type: 'Normal', reason: 'JobSubmitted', message: 'one' }, { atMs: 1_000, type: 'Warning', reason: 'JobLost', message: 'two' },
    ])
    expect((await api.request('GET', `${path}/events`)).body.data).toEqual([
      { at: '1970-01-01T00:00:00Z', type: 'Normal', reason: 'JobSubmitted', message: 'one' }, { at: '1970-01-01T00:00:01Z', type: 'Warning', reason: 'JobLost', message: 'two' },
    ])
    expect((await api.request('GET', `${path}/events?limit=1`)).body.data).toHaveLength(1)
    expect((await api.request('GET', `${path}-nope/events`)).status).toBe(404)
  })
})

describe('resolutions', () => {
  const choose = (choice: string) => api.request('POST', `${path}/resolutions`, { body: { choice } })

  it('202 for a parked statement, 409 for another, 400 for an unknown choice', async () => {
    expect((await choose('run-again')).status).toBe(409)
    expect((await choose('give-up')).status).toBe(400)
    await moveStatement(api, 'orders', { intent: { rest: 'parked' } })
    expect((await choose('start-empty')).status).toBe(202)
    expect([...api.stores.database.statements.values()][0]?.intent.resolution).toBe('start-empty')
    expect((await api.request('POST', `${path}-nope/resolutions`, { body: { choice: 'run-again' } })).status).toBe(404)
  })
})

describe('environment defaults', () => {
  it('names a Kafka connection, or none', async () => {
    const defaults = `${api.tenant.sqlPath.replace('/sql/v1', '/headgate/v1')}/defaults`
    const change = (name: unknown) => api.request('PATCH', defaults, { body: { kafka_connection: name } })
    expect((await api.request('GET', defaults)).body.kafka_connection).toBeNull()
    expect((await change('kafka1')).body.kafka_connection).toBe('kafka1')
    expect((await api.request('GET', defaults)).body.kafka_connection).toBe('kafka1')
    await api.request('POST', `${api.tenant.sqlPath}/connections`, { body: { name: 'db', spec: { connection_type: 'JDBC', endpoint: 'jdbc:postgresql://h/d' } } })
    expect((await change('db')).status).toBe(422)
    expect((await change('nope')).status).toBe(422)
    expect((await change(5)).status).toBe(400)
    expect((await change(null)).body.kafka_connection).toBeNull()
  })
})
