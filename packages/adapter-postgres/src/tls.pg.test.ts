import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { valueOf } from '@headgate/ports/contracts'
import { makeOwnCertificates } from '@headgate/testbed'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { readSchemaVersion } from './schema-version.ts'
import { startTestPostgres } from './testing.ts'
import type { TestPostgres } from './testing.ts'

let postgres: TestPostgres
let directory: string
const pathOf = (name: string): string => join(directory, name)

beforeAll(async () => {
  const [own, foreign] = [await makeOwnCertificates(), await makeOwnCertificates()]
  directory = await mkdtemp(join(tmpdir(), 'headgate-postgres-tls-'))
  await writeFile(pathOf('own.pem'), own.authority)
  await writeFile(pathOf('foreign.pem'), foreign.authority)
  postgres = await startTestPostgres({ migrated: false, tls: own })
}, 60_000)
afterAll(async () => {
  await postgres?.stop()
  await rm(directory, { recursive: true, force: true })
})

/** A URL that wants TLS and trusts only this authority. */
function secure(url: string, authority = 'own.pem'): string {
  const by = new URL(url)
  by.searchParams.set('sslmode', 'verify-full')
  by.searchParams.set('sslrootcert', pathOf(authority))
  return by.href
}

describe('a Postgres by TLS', () => {
  it('is migrated and served from', async () => {
    expect(await migrate(secure(postgres.migratorUrl))).toMatchObject({ ok: true })
    const database = openDatabase({ url: secure(postgres.apiUrl), role: 'api', poolSize: 2, clock: { nowMs: () => Date.now() } })
    try {
      expect(await database.assertRole()).toMatchObject({ ok: true })
      for (const way of ['inTenant', 'inTenantWithModels'] as const) {
        const told = await database[way]({ organizationId: 'o' }, 'read', async (transaction) => ({ ok: true, value: await transaction.$queryRaw<{ ssl: boolean }[]>`SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()` }))
        expect([way, valueOf(told)]).toEqual([way, [{ ssl: true }]])
      }
    } finally {
      await database.close()
    }
  })

  it('is refused when it shows a certificate of somebody else', async () => {
    expect(await readSchemaVersion(secure(postgres.apiUrl, 'foreign.pem'))).toMatchObject({ ok: false, reason: 'unavailable', message: expect.stringContaining('is not trusted') })
    const unknown = new URL(secure(postgres.apiUrl))
    unknown.searchParams.delete('sslrootcert')
    const refused = { ok: false, reason: 'unavailable', message: expect.stringMatching(/not trusted.*sslrootcert/) }
    expect(await readSchemaVersion(unknown.href)).toMatchObject(refused)
    const database = openDatabase({ url: secure(postgres.apiUrl, 'foreign.pem'), role: 'api', poolSize: 1, clock: { nowMs: () => Date.now() } })
    expect(await database.assertRole()).toMatchObject(refused)
    expect(await database.inTenantWithModels({ organizationId: 'o' }, 'read', async () => ({ ok: true, value: 1 }))).toMatchObject(refused)
    await database.close()
    expect(await migrate(secure(postgres.migratorUrl, 'foreign.pem'))).toMatchObject(refused)
  })

  it('that speaks none is refused by who asks for it', async () => {
    const plain = await startTestPostgres({ migrated: false })
    expect(await readSchemaVersion(secure(plain.apiUrl))).toMatchObject({ ok: false, reason: 'unavailable', message: expect.stringContaining('does not speak TLS') })
    await plain.stop()
  })
})
