import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { servingRoles } from '@headgate/adapter-postgres'
import { startTestPostgres } from '@headgate/adapter-postgres/testing'
import type { TestPostgres } from '@headgate/adapter-postgres/testing'
import { migrateQueue } from '@headgate/adapter-queue'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { realParts } from './real-parts.ts'

let directory: string
let postgres: TestPostgres
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headgate-unsafe-'))
  await writeFile(join(directory, 'master.key'), randomBytes(32))
  postgres = await startTestPostgres()
  const queue = await migrateQueue(postgres.migratorUrl, { prefix: 'headgate', roles: Object.values(servingRoles) })
  if (!queue.ok) throw new Error(queue.message)
}, 120_000)
afterAll(async () => {
  await postgres?.stop()
  await rm(directory, { recursive: true, force: true })
})

async function asAdmin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.adminUrl })
  await client.connect()
  await client.query(sql)
  await client.end()
}

/** Starts the real program until it ends or says that it is ready; what it said, and its exit code. */
async function startProgram(entry: string, databaseUrl: string): Promise<{ code: number | null; said: string; messages: { type: string; message?: string }[] }> {
  const child = fork(entry, {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      PATH: process.env['PATH'] ?? '', HEADGATE_DATABASE_URL: databaseUrl, HEADGATE_SECRET_KEY_FILE: join(directory, 'master.key'), HEADGATE_DATA_DIRECTORY: directory,
      HEADGATE_ENGINE_DIRECTORY: join(directory, 'engine'), HEADGATE_PORT: '0', HEADGATE_LOG_FILE: join(directory, 'program.log'),
    },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
  const messages: { type: string; message?: string }[] = []
  child.on('message', (message: { type: string; message?: string }) => {
    messages.push(message)
    if (message.type === 'ready') child.kill('SIGKILL')
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', (ended) => resolve(ended)))
  return { code, said, messages }
}

const spoils: [string, string, string][] = [
  ['ALTER TABLE spool NO FORCE ROW LEVEL SECURITY', 'ALTER TABLE spool FORCE ROW LEVEL SECURITY', 'row-level security is not forced on public.spool'],
  ['DROP POLICY tenant ON connection', `CREATE POLICY tenant ON connection TO headgate_api, headgate_controller, headgate_snapshots USING (organization_id = current_setting('headgate.organization_id', true)
    AND (coalesce(current_setting('headgate.environment_id', true), '') = '' OR environment_id = current_setting('headgate.environment_id', true)))`, 'on public.connection'],
  ['GRANT TRUNCATE ON statement TO PUBLIC', 'REVOKE TRUNCATE ON statement FROM PUBLIC', 'everybody (PUBLIC) has TRUNCATE on public.statement'],
  ['ALTER ROLE headgate_api BYPASSRLS; ALTER ROLE headgate_controller BYPASSRLS', 'ALTER ROLE headgate_api NOBYPASSRLS; ALTER ROLE headgate_controller NOBYPASSRLS', 'has the attribute BYPASSRLS'],
]

describe('the real programs on a database that is not safe', () => {
  it.each(spoils)('refuse to start: %s', async (spoil, mend, text) => {
    await asAdmin(spoil)
    try {
      for (const { code, said, messages } of await Promise.all([startProgram(realParts.apiEntry, postgres.apiUrl), startProgram(realParts.controllerEntry, postgres.controllerUrl)])) {
        expect(said).toContain(text)
        expect(said).toContain('Mend it')
        expect(said.trim().split('\n')).toHaveLength(1)
        expect(code).toBe(2)
        expect(messages).toMatchObject([{ type: 'failed', message: expect.stringContaining(text) }])
      }
    } finally {
      await asAdmin(mend)
    }
  })

  it('start when it is mended', async () => {
    const { messages } = await startProgram(realParts.apiEntry, postgres.apiUrl)
    expect(messages).toMatchObject([{ type: 'ready' }])
  })
})
