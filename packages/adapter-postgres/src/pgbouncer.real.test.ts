import { resourceContract, spoolContract, storeContract } from '@headgate/ports/contracts'
import { startPgBouncer } from '@headgate/testbed'
import type { TestPgBouncer } from '@headgate/testbed'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from './database.ts'
import { makeStoresUnderTest, startTestPostgres } from './testing.ts'
import type { TestPostgres } from './testing.ts'

let postgres: TestPostgres
let bouncer: TestPgBouncer
beforeAll(async () => {
  postgres = await startTestPostgres()
  // Fewer than the stores have, so that each connection serves many of theirs.
  bouncer = await startPgBouncer([postgres.apiUrl, postgres.controllerUrl, postgres.snapshotsUrl], { connectionsMax: 3 })
}, 60_000)
afterAll(async () => {
  await bouncer?.stop()
  await postgres?.stop()
})

const make = async () =>
  makeStoresUnderTest({ apiUrl: bouncer.urlOf(postgres.apiUrl), controllerUrl: bouncer.urlOf(postgres.controllerUrl), snapshotsUrl: bouncer.urlOf(postgres.snapshotsUrl) })

describe('the stores in Postgres behind a PgBouncer', () => {
  describe('api and reconcile store', () => storeContract(make))
  describe('resources', () => resourceContract(make))
  describe('spool', () => spoolContract(make))
})

describe('a connection by PgBouncer', () => {
  const open = (url: string) => openDatabase({ url, role: 'api', poolSize: 2, clock: { nowMs: () => Date.now() } })

  it('needs to be said to be one', async () => {
    const unsaid = new URL(bouncer.urlOf(postgres.apiUrl))
    unsaid.searchParams.delete('pgbouncer')
    const database = open(unsaid.href)
    expect(await database.assertRole()).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringContaining('?pgbouncer=true') })
    await database.close()
  })

  it('has the limits of time of any other, in each transaction', async () => {
    const database = open(bouncer.urlOf(postgres.apiUrl))
    for (const way of ['inTenant', 'inTenantWithModels'] as const) {
      const told = await database[way]({ organizationId: 'o' }, 'read', async (transaction) => {
        const rows = await transaction.$queryRaw<{ name: string; setting: string }[]>`SELECT name, setting FROM pg_settings WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') ORDER BY name`
        return { ok: true, value: rows.map(({ setting }) => Number(setting)) }
      })
      expect([way, told]).toEqual([way, { ok: true, value: [30_000, 5_000, 15_000] }])
    }
    await database.close()
  })
})
