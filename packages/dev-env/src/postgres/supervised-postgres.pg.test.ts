import { readFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Dev, DevOptions } from '../dev-options.ts'
import { readStartTime } from '../process/process-identity.ts'
import { startDev } from '../start-dev.ts'
import { stubParts } from '../testing/stub-parts.ts'

let directory: string
let instance: Dev | undefined
let lines: string[]

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'headgate-postgres-')), 'data')
  instance = undefined
  lines = []
})

afterEach(async () => {
  await instance?.killEverything()
  await rm(join(directory, '..'), { recursive: true, force: true })
})

async function start(options: Partial<DevOptions> = {}): Promise<Dev> {
  const started = await startDev({ dataDirectory: directory, port: 0, onProgress: (line) => lines.push(line), ...options }, stubParts)
  if (!started.ok) throw new Error(`${started.message} ${started.detail ?? ''}`)
  instance = started.value
  return instance
}

async function query(dev: Dev, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: dev.playground.url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

const recordedPid = async (): Promise<number> => JSON.parse(await readFile(join(directory, 'processes', 'postgres.dev.json'), 'utf8')).pid as number

/** `kill -9` of the postmaster alone; resolves when another one answers. */
async function lose(dev: Dev): Promise<void> {
  const before = dev.pids().postgres
  if (before === undefined) throw new Error('It is down already.')
  process.kill(before, 'SIGKILL')
  await expect.poll(() => dev.pids().postgres ?? before, { timeout: 30_000, interval: 20 }).not.toBe(before)
}

describe('a Postgres that is killed', () => {
  it('comes back on its port with what was committed, though a backend hangs on to the shared memory; API and controller live on', async () => {
    const dev = await start()
    await query(dev, 'CREATE TABLE kept (id INT)')
    await query(dev, 'INSERT INTO kept VALUES (1)')
    const { api, controller } = dev.pids()
    const hung = new pg.Client({ connectionString: dev.playground.url })
    hung.on('error', () => undefined)
    await hung.connect()
    const backend = (await hung.query('SELECT pg_backend_pid() AS pid')).rows[0].pid as number
    // Stopped, it cannot notice that its postmaster is gone.
    process.kill(backend, 'SIGSTOP')
    await lose(dev)
    expect(await query(dev, 'SELECT id FROM kept')).toEqual([{ id: 1 }])
    expect(await readStartTime(backend)).toBeUndefined()
    expect(dev.pids()).toMatchObject({ api, controller })
    expect(await recordedPid()).toBe(dev.pids().postgres)
    expect(lines.join('\n')).toMatch(/Postgres ended unexpectedly; starting it again[\s\S]*Postgres answers again after/)
    await hung.end().catch(() => undefined)
    const last = dev.pids().postgres ?? 0
    await dev.stop('without-savepoints')
    expect(await readStartTime(last)).toBeUndefined()
  })

  it('is given up with everything else when it keeps dying', async () => {
    const failed = Promise.withResolvers<string>()
    const dev = await start({ onFailure: (failure) => failed.resolve(failure.message) })
    for (let death = 1; death < 5; death += 1) await lose(dev)
    process.kill(dev.pids().postgres ?? 0, 'SIGKILL')
    expect(await failed.promise).toMatch(/Postgres died 5 times within 2 minutes.*postgres\.log/)
    await dev.ended
    instance = undefined
  })
})
