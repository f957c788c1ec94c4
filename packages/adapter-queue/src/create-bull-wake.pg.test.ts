import { servingRoles } from '@headgate/adapter-postgres'
import { startTestPostgres } from '@headgate/adapter-postgres/testing'
import type { TestPostgres } from '@headgate/adapter-postgres/testing'
import { wakeContract } from '@headgate/ports/contracts'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBullWake } from './create-bull-wake.ts'
import { migrateQueue } from './migrate-queue.ts'
import { makeWakeWorld } from './testing/make-wake-world.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
  for (const prefix of ['contract', 'contract', 'kept']) {
    expect(await migrateQueue(postgres.migratorUrl, { prefix, roles: Object.values(servingRoles) })).toEqual({ ok: true, value: undefined })
  }
}, 60_000)
afterAll(async () => {
  await postgres?.stop()
})

const warnings: string[] = []
const log = { warn: (fields: Record<string, unknown>, message: string) => void warnings.push(`${message} ${JSON.stringify(fields)}`) }

describe('wakes on Postgres', () => {
  wakeContract(async () => makeWakeWorld({ sender: postgres.apiUrl, receiver: postgres.controllerUrl }, log))

  it('a message holds the key and nothing is kept of what was done', async () => {
    const bull = createBullWake({ url: postgres.apiUrl, prefix: 'kept', nowMs: Date.now, log })
    const key = { kind: 'pool', organizationId: 'o', environmentId: 'env-1', id: 'p' } as const
    await bull.wake(key)
    await bull.wake(key, 60_000)
    const admin = new pg.Client({ connectionString: postgres.adminUrl })
    await admin.connect()
    const jobs = async () => (await admin.query<{ data: unknown }>(`SELECT data FROM headgate_queue.job WHERE queue = 'kept-pool'`)).rows
    expect((await jobs()).map((job) => (typeof job.data === 'string' ? JSON.parse(job.data) : job.data))).toEqual([{ key: 'pool/o/env-1/p' }, { key: 'pool/o/env-1/p' }])
    let looks = 0
    const listening = await bull.listen('pool', 1, async () => void (looks += 1))
    await expect.poll(() => looks, { timeout: 10_000 }).toBe(1)
    await expect.poll(async () => (await jobs()).length, { timeout: 10_000 }).toBe(1)
    await listening.stop()
    await bull.close()
    await admin.end()
  })

  it('a queue that is away costs a warning, not an error', async () => {
    const bull = createBullWake({ url: 'postgres://nobody:none@127.0.0.1:1/none', prefix: 'away', nowMs: Date.now, log })
    warnings.length = 0
    await bull.wake({ kind: 'pool', organizationId: 'o', environmentId: 'e', id: 'p' })
    expect(warnings.join()).toContain('the scan will find its key')
    await bull.close()
  })
})
