import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createCanaries, s3ServerBuildMs, scanDirectory, scanProcesses } from '@headgate/testbed'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, startInstance, startS3ForInstance } from '../src/index.ts'
import type { ApiUser, Instance, S3ForInstance } from '../src/index.ts'

/**
 * `dev` with everything that Flink writes on a real S3 server: over TLS with an authority of its own, and with keys for Flink that may not remove a
 * savepoint. What is counted must come out exactly, over a stop, a resume and the end of every Flink process by kill -9.
 */
let world: S3ForInstance
let instance: Instance
let user: ApiUser

beforeAll(async () => {
  world = await startS3ForInstance()
  instance = await startInstance({ ...world.options, childEnv: { HEADGATE_CHECKPOINT_INTERVAL_MS: '2000' } })
  user = instance.user
}, s3ServerBuildMs + 600_000)

afterAll(async () => {
  await instance?.end()
  await world?.end()
}, 120_000)

const environmentKey = () => `organizations/${user.connection.organizationId}/environments/${user.connection.environmentId}`
const keysBelow = async (prefix: string): Promise<string[]> => (await world.list(prefix)).map((entry) => entry.key)
const statementKeys = async (name: string) => await keysBelow(`${environmentKey()}/statements/${(await user.read(name)).metadata.uid}`)
const eventsOf = async (name: string) => JSON.stringify((await user.request('GET', `/headgate/v1/${environmentKey()}/statements/${name}/events`)).body)
const checkpointsOf = async (name: string) => (await statementKeys(name)).filter((key) => /\/checkpoints\/.*\/chk-\d+\/_metadata$/.test(key))
const savepointsOf = async (name: string) => (await statementKeys(name)).filter((key) => /\/savepoints\/.*\/_metadata$/.test(key))

describe('dev on S3', () => {
  it('counts exactly over stop, resume and kill -9', async () => {
    const [rows, groups] = [6_000, 10]
    const numbers = (name: string) =>
      user.run(`CREATE TABLE ${name} (n BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '200', 'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '${rows}')`)
    await numbers('numbers')
    await numbers('more_numbers')
    const { playground } = instance.dev
    const database = new pg.Client({ connectionString: playground.url })
    await database.connect()
    try {
      await database.query('CREATE TABLE totals (k BIGINT PRIMARY KEY, c BIGINT, s BIGINT)')
      await user.run(
        `CREATE TABLE totals (k BIGINT, c BIGINT, s BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'jdbc', 'url' = '${playground.jdbcUrl}', 'table-name' = 'totals', 'username' = '${playground.user}', 'password' = '${playground.password}')`,
      )
      const place = `s3://${world.s3.bucket}/headgate/${environmentKey()}/files/archived`
      await user.run(`CREATE TABLE archived (n BIGINT) WITH ('connector' = 'filesystem', 'format' = 'avro', 'path' = '${place}')`)
      const names = ['aggregate', 'archiving']
      await user.create(`INSERT INTO totals SELECT MOD(n, ${groups}), COUNT(*), SUM(n) FROM numbers GROUP BY MOD(n, ${groups})`, { name: 'aggregate' })
      await user.create('INSERT INTO archived SELECT n FROM more_numbers', { name: 'archiving' })
      for (const name of names) await user.waitFor(name, ['RUNNING'])
      for (const name of names) await eventually(`a checkpoint of ${name}`, async () => (await checkpointsOf(name)).length > 0)

      for (const name of names) await user.stop(name)
      for (const name of names) await user.waitFor(name, ['STOPPED'])
      for (const name of names) expect(await savepointsOf(name), `${name}: ${await eventsOf(name)}`).toHaveLength(1)
      for (const name of names) await user.resume(name)
      for (const name of names) await user.waitFor(name, ['RUNNING'])

      const before = new Map(await Promise.all(names.map(async (name) => [name, await checkpointsOf(name)] as const)))
      for (const name of names) await eventually(`a new checkpoint of ${name}`, async () => (await checkpointsOf(name)).some((key) => !before.get(name)?.includes(key)))
      for (const role of ['taskmanager', 'jobmanager', 'gateway'] as const) expect(await instance.dev.killWorkers(role), role).toBeGreaterThan(0)
      for (const name of names) await user.waitFor(name, ['COMPLETED'], 240_000)

      const counted = await database.query<{ k: string; c: string; s: string }>('SELECT k, c, s FROM totals ORDER BY k')
      const sumOf = (k: number) => Array.from({ length: rows }, (_, index) => index + 1).filter((n) => n % groups === k).reduce((sum, n) => sum + n, 0)
      expect(counted.rows).toEqual(Array.from({ length: groups }, (_, k) => ({ k: String(k), c: String(rows / groups), s: String(sumOf(k)) })))
      expect(await user.snapshot('SELECT COUNT(*), COUNT(DISTINCT n), MIN(n), MAX(n) FROM archived')).toEqual([[rows, rows, 1, rows].map(String)])
    } finally {
      await database.end()
    }
    // The savepoints of the stops are still there.
    for (const name of ['aggregate', 'archiving']) expect(await savepointsOf(name), name).toHaveLength(1)
  }, 420_000)

  it('a table without a connector is JSON on the disk; in the store JSON is refused', async () => {
    await user.run('CREATE TABLE kept (n BIGINT)')
    await user.run('INSERT INTO kept VALUES (1), (2), (3)')
    await eventually('all rows', async () => (await user.snapshot('SELECT COUNT(*) FROM kept'))[0]?.[0] === '3')
    expect((await readdir(join(instance.directory, environmentKey(), 'files'), { recursive: true })).filter((name) => name.includes('part-')).length).toBeGreaterThan(0)
    const refused = await user.create(`CREATE TABLE lossy (n BIGINT) WITH ('connector' = 'filesystem', 'format' = 'json', 'path' = 's3://${world.s3.bucket}/headgate/${environmentKey()}/files/x')`)
    expect((await user.waitFor(refused.name, ['FAILED'])).status.detail).toContain("use 'avro'")
  }, 120_000)

  it('all state lies in the store, nothing of it on the disk', async () => {
    const keys = await keysBelow('')
    const kinds = { plans: /\/plans\/.+\.json$/, checkpoints: /\/checkpoints\/.+\/$/, savepoints: /\/savepoints\/.+\/_metadata$/, archive: /\/pools\/.+\/archive\/.+/, files: /\/files\/archived\/part-.+/ }
    for (const [kind, pattern] of Object.entries(kinds)) expect(keys.filter((key) => pattern.test(key)).length, kind).toBeGreaterThan(0)
    for (const key of keys) expect(key).toMatch(new RegExp(`^${environmentKey()}/`))
    const local = await readdir(join(instance.directory, 'organizations'), { recursive: true })
    expect(local.filter((path) => /\/(statements|savepoints|checkpoints|archive)\b/.test(`/${path}`))).toEqual([])
  })

  it('keys are where they are needed, and nowhere else', async () => {
    const canaries = createCanaries()
    canaries.register('our secret key', world.s3.keys.secretAccessKey)
    canaries.register("Flink's secret key", world.flinkKeys.secretAccessKey)
    const { controller, snapshots } = instance.dev.pids()
    const processes = await scanProcesses(canaries, (pid, file) => [process.pid, world.s3.pid()].includes(pid) || ([controller, snapshots].includes(pid) && file === 'environ'))
    expect(processes.sightings).toEqual([])
    const files = await scanDirectory(canaries, instance.directory)
    const keyFiles = files.sightings.map((sighting) => sighting.place)
    expect(keyFiles.length).toBeGreaterThan(0)
    for (const sighting of files.sightings) {
      expect(sighting).toMatchObject({ canary: "Flink's secret key", place: expect.stringMatching(/\/conf\/s3-credentials$/) })
      expect((await stat(sighting.place)).mode & 0o077, sighting.place).toBe(0)
    }
  }, 120_000)
})
