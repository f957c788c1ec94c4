import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKafka } from '@headgate/testbed'
import type { TestKafka } from '@headgate/testbed'
import { eventually, startInstance } from '../src/index.ts'
import type { ApiUser, Instance } from '../src/index.ts'

/** Statements and data that do harm: to their neighbours, to the processes they share, to themselves. In the order of the file: one instance for all. */
let instance: Instance
let kafka: TestKafka
let user: ApiUser

beforeAll(async () => {
  kafka = await startKafka()
  await kafka.createTopic('orders', { partitions: 1 })
  instance = await startInstance()
  user = instance.user
  const broker = `'connector' = 'kafka', 'properties.bootstrap.servers' = '${kafka.bootstrapServers}', 'format' = 'json'`
  for (const sql of [
    "CREATE TABLE ticks (k INT, n BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '20')",
    "CREATE TABLE hole (k INT, n BIGINT) WITH ('connector' = 'blackhole')",
    "CREATE TABLE texts (text STRING) WITH ('connector' = 'blackhole')",
    "CREATE TABLE few (k INT, n BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '50')",
    `CREATE TABLE orders (id BIGINT, name STRING) WITH (${broker}, 'topic' = 'orders', 'scan.startup.mode' = 'earliest-offset')`,
    `CREATE TABLE nowhere (k INT, n BIGINT) WITH (${broker}, 'topic' = 'nowhere')`,
    "CREATE TABLE names (id BIGINT, name STRING) WITH ('connector' = 'blackhole')",
  ]) {
    const made = await user.create(sql)
    await user.waitFor(made.name, ['COMPLETED'], 240_000)
  }
}, 600_000)

afterAll(async () => {
  await instance?.end()
  await kafka?.stop()
}, 120_000)

interface Told {
  type: string
  reason: string
  message: string
}

const own = (name: string) => `/headgate/v1/organizations/${user.connection.organizationId}/environments/${user.connection.environmentId}/statements/${name}`
const events = async (name: string): Promise<Told[]> => (await user.request<{ data: Told[] }>('GET', `${own(name)}/events`)).body.data
const messages = async (name: string, reason: string) => (await events(name)).filter((event) => event.reason === reason).map((event) => event.message)
const warnings = async (name: string) => ((await user.read(name)).status.warnings ?? []).map((warning) => `${warning.reason}: ${warning.message}`)
const choose = async (name: string, choice: string) => expect((await user.request('POST', `${own(name)}/resolutions`, { choice })).status).toBeLessThan(300)

/** Waits for FAILED and returns why. */
const failure = async (name: string, withinMs: number): Promise<string> => (await user.waitFor(name, ['FAILED'], withinMs)).status.detail

/** Until something of the statement was kept. */
const checkpointed = (name: string) =>
  eventually(`a checkpoint of ${name}`, async () => (await filesOf(name, 'checkpoints')).some((file) => file.endsWith('_metadata')), 120_000)

async function directoryOf(name: string, kind: 'checkpoints' | 'savepoints'): Promise<string> {
  const { organizationId, environmentId } = user.connection
  return join(instance.directory, 'organizations', organizationId, 'environments', environmentId, 'statements', (await user.read(name)).metadata.uid, kind)
}
const filesOf = async (name: string, kind: 'checkpoints' | 'savepoints') => readdir(await directoryOf(name, kind), { recursive: true }).catch(() => [] as string[])

describe('harm', () => {
  it('a statement that exhausts the heap is FAILED with its state kept, and its neighbour runs on and is told why it restarted', async () => {
    await user.create('INSERT INTO hole SELECT k, n FROM ticks', { name: 'neighbour' })
    await user.waitFor('neighbour', ['RUNNING'], 240_000)
    // Harmless for its first rows, so that there is a checkpoint to be kept.
    await user.run("CREATE TABLE slow (n BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '1', 'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '100000')")
    await user.create("INSERT INTO texts SELECT REPEAT('0123456789', CASE WHEN n < 25 THEN 1 ELSE 100000000 END) FROM slow", { name: 'hog' })
    await user.waitFor('hog', ['RUNNING'], 240_000)
    await checkpointed('hog')
    const why = await failure('hog', 400_000)
    expect(why).toMatch(/ran TaskManagers of its compute pool out of memory \(Java heap space\), \d times/)
    expect(why).toMatch(/it was its task that asked for more, at last '.*slow/)
    expect((await messages('hog', 'Failed')).join()).toMatch(/Its state is kept: the checkpoint of generation \d/)
    expect((await filesOf('hog', 'checkpoints')).some((file) => file.endsWith('_metadata'))).toBe(true)
    await user.waitFor('neighbour', ['RUNNING'], 240_000)
    await eventually('the neighbour knows who it was', async () => (await warnings('neighbour')).some((warning) => /POOL_OUT_OF_MEMORY: .*Java heap space.*The cause was the statement 'hog'/.test(warning)))
    expect((await messages('neighbour', 'PoolOutOfMemory')).length).toBeGreaterThanOrEqual(3)
  }, 900_000)

  it('a lost cluster whose checkpoints vanished with it parks what had state, and nothing starts empty by itself', async () => {
    await checkpointed('neighbour')
    const directory = await directoryOf('neighbour', 'checkpoints')
    await rename(directory, `${directory}-away`)
    await instance.dev.killWorkers('jobmanager')
    await eventually('it is parked', async () => (await warnings('neighbour')).some((warning) => warning.startsWith('PARKED')), 240_000)
    expect((await user.read('neighbour')).status.phase).toBe('PENDING')
    await rm(directory, { recursive: true, force: true })
    await rename(`${directory}-away`, directory)
    await choose('neighbour', 'run-again')
    await user.waitFor('neighbour', ['RUNNING'], 240_000)
    expect((await messages('neighbour', 'Starting')).at(-1)).toContain('from the checkpoint')
  }, 600_000)

  it('a poisoned record and a missing topic are told with their cause while Flink restarts the job', async () => {
    await kafka.produce('orders', [{ value: '{"id":1,"name":"a"}' }])
    await user.create('INSERT INTO names SELECT id, name FROM orders', { name: 'reader' })
    await user.create('INSERT INTO nowhere SELECT k, n FROM few', { name: 'writer', properties: { 'sql.snapshot.mode': 'now' } })
    await user.waitFor('reader', ['RUNNING'], 240_000)
    await checkpointed('reader')
    await kafka.produce('orders', [{ value: 'this is no JSON' }, { value: '{"id":2,"name":"b"}' }])
    await eventually('the record is named', async () => (await warnings('reader')).some((warning) => /Failed to deserialize JSON 'this is no JSON'.*json\.ignore-parse-errors/.test(warning)))
    await eventually('the topic is named', async () => (await warnings('writer')).some((warning) => /The Kafka topic 'nowhere' does not exist/.test(warning)), 240_000)
    await user.remove('writer')
  }, 600_000)

  it('a statement whose planning exhausts the SQL gateway is FAILED after three, and others are planned meanwhile', async () => {
    await user.create("SELECT REPEAT('x', 1500000000)", { name: 'folded' })
    await eventually('a gateway is lost over it', async () => (await messages('folded', 'GatewayLost')).length > 0, 240_000)
    await user.create('INSERT INTO hole SELECT k, n FROM few', { name: 'beside' })
    await user.waitFor('beside', ['COMPLETED'], 300_000)
    expect(await failure('folded', 400_000)).toMatch(/ended the SQL gateway of its compute pool 3 times.*REPEAT/)
    await user.run('DROP TABLE texts')
  }, 900_000)

  it('a savepoint whose files vanished parks the statement; run-again goes on once they are back, start-empty starts anew', async () => {
    await user.create('INSERT INTO hole SELECT k, n FROM ticks', { name: 'saved' })
    await user.waitFor('saved', ['RUNNING'], 240_000)
    await user.stop('saved')
    await user.waitFor('saved', ['STOPPED'], 240_000)
    const directory = await directoryOf('saved', 'savepoints')
    await rename(directory, `${directory}-away`)
    await user.resume('saved')
    const isParked = async () => (await warnings('saved')).some((warning) => /PARKED: The savepoint of generation 1 is not there any more.*Restore its files and choose to run again, or decide to start with empty state/.test(warning))
    await eventually('it is parked', isParked)
    await choose('saved', 'run-again')
    await eventually('it looks once more, and parks again', async () => (await messages('saved', 'RestorePointMissing')).length >= 4 && isParked(), 120_000)
    await rename(`${directory}-away`, directory)
    await choose('saved', 'run-again')
    await user.waitFor('saved', ['RUNNING'], 240_000)
    expect((await messages('saved', 'Starting')).at(-1)).toContain('from the savepoint of generation 1')
    expect(await isParked()).toBe(false)
    await user.stop('saved')
    await user.waitFor('saved', ['STOPPED'], 240_000)
    await rm(directory, { recursive: true })
    await user.resume('saved')
    await eventually('it is parked again', async () => (await warnings('saved')).some((warning) => warning.startsWith('PARKED')))
    await choose('saved', 'start-empty')
    await user.waitFor('saved', ['RUNNING'], 240_000)
    expect((await messages('saved', 'Starting')).at(-1)).toContain('from the beginning')
    await user.remove('saved')
  }, 900_000)

  it('a poisoned record ends in FAILED after bounded restarts, with the record, its task, and the state kept', async () => {
    const why = await failure('reader', 600_000)
    expect(why).toMatch(/Failed to deserialize JSON 'this is no JSON'.*Flink had restarted it \d+ times\. Correct the cause, then create a new statement/)
    expect((await messages('reader', 'Failed')).join()).toMatch(/Its state is kept: the checkpoint of generation 1/)
  }, 700_000)
})
