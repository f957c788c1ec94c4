import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestPostgres } from '@headgate/adapter-postgres/testing'
import type { TestPostgres } from '@headgate/adapter-postgres/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '../testing/run-command.ts'

let postgres: TestPostgres
let directory: string
/** Other passwords than those of the test's server, with what must be encoded. */
const passwords = { migrator: 'm/1', api: 'a@2', controller: 'c:3', snapshots: 's%4' }
const urlOf = (role: keyof typeof passwords): string => {
  const url = new URL(postgres.adminUrl)
  url.username = `headgate_${role}`
  url.password = encodeURIComponent(passwords[role])
  return url.href
}
const run = (words: string[], env: Record<string, string> = {}) => runCommand(words, () => undefined, undefined, env)
const urls = (): Record<string, string> => ({
  HEADGATE_DATABASE_URL: postgres.adminUrl, HEADGATE_MIGRATOR_DATABASE_URL: urlOf('migrator'), HEADGATE_API_DATABASE_URL: urlOf('api'),
  HEADGATE_CONTROLLER_DATABASE_URL: urlOf('controller'), HEADGATE_SNAPSHOTS_DATABASE_URL: urlOf('snapshots'),
})

beforeAll(async () => {
  postgres = await startTestPostgres({ migrated: false })
  directory = await mkdtemp(join(tmpdir(), 'headgate-cli-'))
  await writeFile(join(directory, 'key'), 'ab'.repeat(32))
})
afterAll(async () => {
  await postgres?.stop()
  if (directory !== undefined) await rm(directory, { recursive: true, force: true })
})

describe('headgate migrate', () => {
  it('says what it needs, and no password', async () => {
    expect(await run(['migrate', '--create-roles'], { HEADGATE_DATABASE_URL: postgres.adminUrl })).toMatchObject({ exitCode: 2, failure: expect.stringContaining('HEADGATE_MIGRATOR_PASSWORD') })
    expect(await run(['migrate', '--create-roles'], { ...urls(), HEADGATE_API_DATABASE_URL: urlOf('snapshots') })).toMatchObject({ exitCode: 2, failure: 'HEADGATE_API_DATABASE_URL must connect as headgate_api.' })
    const wrong = await run(['migrate', '--create-roles'], { ...urls(), HEADGATE_API_DATABASE_URL: 'postgres://headgate_api:hid/den@db:5432/headgate' })
    expect(wrong).toMatchObject({ exitCode: 2, failure: expect.stringContaining('HEADGATE_API_DATABASE_URL is no URL') })
    expect(wrong.failure).not.toContain('hid')
  })

  it('waits for a database that cannot be reached, and gives up in time', async () => {
    const away = await run(['migrate', '--wait-seconds', '3'], { HEADGATE_DATABASE_URL: 'postgres://headgate_migrator:x@127.0.0.1:1/headgate' })
    expect(away).toMatchObject({ exitCode: 1 })
    expect(away.sleeps).toBe(3)
  })

  it('makes the roles with the passwords of their URLs, and the schema; again, nothing', async () => {
    expect((await run(['migrate', '--create-roles'], urls())).out).toMatch(/^Applied /)
    expect((await run(['migrate'], { HEADGATE_DATABASE_URL: urlOf('migrator') })).out).toMatch(/^The schema is current/)
  })
})

describe('headgate organization create', () => {
  it('makes one in the database of the process whose environment it has, and prints its connection', async () => {
    const made = await run(['organization', 'create', 'acme', '--connection', '--endpoint', 'https://flink.example.com'], { HEADGATE_DATABASE_URL: urlOf('api'), HEADGATE_SECRET_KEY_FILE: join(directory, 'key'), HEADGATE_CLOUD: 'GCP', HEADGATE_REGION: 'eu-1' })
    expect(made.failure).toBeUndefined()
    expect(JSON.parse(made.out)).toMatchObject({
      endpoint: 'https://flink.example.com', cloud: 'GCP', region: 'eu-1', database: 'default', organization_id: expect.stringMatching(/^[0-9a-f-]{36}$/), environment_id: expect.stringMatching(/^env-/),
      compute_pool_id: expect.stringMatching(/^lfcp-/), api_key: expect.stringMatching(/^[A-Z2-7]{16}$/), api_secret: expect.stringMatching(/.{64}/),
    })
  })

  it('takes a directory that is named for what is meant, and half of a database for a mistake', async () => {
    const env = { HEADGATE_DATABASE_URL: urlOf('api'), HEADGATE_SECRET_KEY_FILE: join(directory, 'key') }
    expect(await run(['organization', 'create', 'acme', '--data-dir', directory], env)).toMatchObject({ failure: expect.stringContaining('is no data directory') })
    expect(await run(['organization', 'create', 'acme', '--database-url', urlOf('api')])).toMatchObject({ exitCode: 2, failure: expect.stringContaining('go together') })
  })
})
