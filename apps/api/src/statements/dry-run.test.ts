import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApi } from '../testing/create-test-api.ts'
import type { TestApi } from '../testing/create-test-api.ts'
import { moveStatement } from '../testing/move-statement.ts'

let api: TestApi
let path: string
beforeEach(async () => {
  api = await createTestApi()
  path = `${api.tenant.sqlPath}/statements`
})
afterEach(() => api.close())

const ask = (sql: string, name = 'mine') => api.request('POST', path, { body: { name, spec: { statement: sql, properties: { 'sql.dry-run': 'true' } } } })
const drafts = () => [...api.stores.database.statements.values()]
/** Waits until the request has stored its draft. */
const stored = () => expect.poll(() => drafts().length, { interval: 2 }).toBe(1)

describe('a dry run', () => {
  it('is answered when it is planned, under the name that was asked, and leaves the name free', async () => {
    const asked = ask('SELECT 1')
    await stored()
    const uid = drafts()[0]?.uid ?? ''
    expect(drafts()[0]).toMatchObject({ dryRun: true, name: expect.stringMatching(/^dry-run-[a-z0-9]{40}$/) })
    await api.clock.advance(1_000)
    await moveStatement(api, uid, { status: { phase: 'COMPLETED', traits: { sqlKind: 'SELECT', isBounded: true, isAppendOnly: true, columns: [] } } })
    await api.clock.advance(100)
    const answer = await asked
    expect(answer).toMatchObject({ status: 201, body: { name: 'mine', status: { phase: 'COMPLETED', traits: { is_bounded: true, schema: { columns: [] } } } } })
    expect((await api.request('GET', path)).body.data).toEqual([])
    expect((await api.request('GET', `${path}/mine`)).status).toBe(404)
    expect((await api.request('POST', path, { body: { name: 'mine', spec: { statement: 'SELECT 1' } } })).status).toBe(201)
  })

  it('that fails in planning says why', async () => {
    const asked = ask('SELECT nope')
    await stored()
    await moveStatement(api, drafts()[0]?.uid ?? '', { status: { phase: 'FAILED', detail: 'There is no column nope.' } })
    await api.clock.advance(100)
    expect((await asked).body.status).toMatchObject({ phase: 'FAILED', detail: 'There is no column nope.' })
  })

  it('that the gate refuses is answered at once and stored nowhere', async () => {
    const answer = await ask("ADD JAR '/x.jar'")
    expect(answer).toMatchObject({ status: 201, body: { name: 'mine', status: { phase: 'FAILED' } } })
    expect(drafts()).toEqual([])
  })

  it('503 with Retry-After after 45 s', async () => {
    const asked = ask('SELECT 1')
    await stored()
    const answer = await api.clock.drive(asked)
    expect(answer.status).toBe(503)
    expect(answer.headers['retry-after']).toBe('5')
    expect(api.clock.nowMs() - Date.UTC(2026, 10, 2, 9)).toBeGreaterThanOrEqual(45_000)
    expect(api.clock.nowMs() - Date.UTC(2026, 10, 2, 9)).toBeLessThan(46_000)
  })

  it('ends when the server stops', async () => {
    const asked = ask('SELECT 1')
    await stored()
    await api.close()
    expect((await asked).status).toBe(503)
  })
})
