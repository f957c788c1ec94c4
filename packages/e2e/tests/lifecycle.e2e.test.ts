import { glob, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ownPoolIdOf } from '@headgate/domain'
import { startRedis } from '@headgate/testbed'
import type { TestRedis } from '@headgate/testbed'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, startInstance } from '../src/index.ts'
import type { ApiUser, Instance } from '../src/index.ts'

/** The less usual lives of statements, and what must hold around them. */
let instance: Instance
let user: ApiUser
let redis: TestRedis

beforeAll(async () => {
  // This one has its queues in Redis, as production has.
  redis = await startRedis()
  instance = await startInstance({ env: { HEADGATE_QUEUE_URL: redis.url } })
  user = instance.user
  await user.run("CREATE TABLE ticks (k INT, n BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '20')")
  await user.run("CREATE TABLE hole (k INT, n BIGINT) WITH ('connector' = 'blackhole')")
}, 600_000)

afterAll(async () => {
  await instance?.end()
  await redis?.stop()
}, 120_000)

const base = () => `/sql/v1/organizations/${user.connection.organizationId}/environments/${user.connection.environmentId}`

describe('lives of statements', () => {
  it('CREATE TABLE AS makes the table and fills it', async () => {
    await user.run('CREATE TABLE copied AS SELECT k, n, k + 1 AS next_k FROM ticks', { name: 'ctas' })
    await user.waitFor('ctas', ['RUNNING'])
    const described = await user.run('DESCRIBE copied')
    expect((await user.rows(described.name)).map((row) => row.row[0])).toEqual(['k', 'n', 'next_k'])
    await eventually('rows in the new table', async () => Number((await user.snapshot('SELECT COUNT(*) FROM copied'))[0]?.[0]) > 0)
    await user.stop('ctas')
    await user.waitFor('ctas', ['STOPPED'])
  }, 200_000)

  it('created stopped: planned first, started by a resume', async () => {
    await user.create('INSERT INTO hole SELECT k, n FROM ticks', { name: 'later', stopped: true })
    const stopped = await user.waitFor('later', ['STOPPED'])
    expect(stopped.status.traits).toMatchObject({ is_bounded: false, is_append_only: true })
    await user.resume('later')
    await user.waitFor('later', ['RUNNING'])
    await user.remove('later')
    const wrong = await user.create('INSERT INTO hole SELECT nothing FROM ticks', { stopped: true })
    expect((await user.waitFor(wrong.name, ['FAILED'])).status.detail).toMatch(/nothing/)
  }, 120_000)

  it('a full pool says so, and goes on when there is room', async () => {
    const pool = `/fcpm/v2/compute-pools/${user.connection.computePoolId}`
    const patch = (maxCfu: number) => user.request('PATCH', pool, { spec: { max_cfu: maxCfu, environment: { id: user.connection.environmentId } } })
    expect((await patch(1)).status).toBe(200)
    await user.run('INSERT INTO hole SELECT k, n FROM ticks', { name: 'first' })
    await user.create('INSERT INTO hole SELECT k, n FROM ticks', { name: 'second' })
    const waiting = await eventually('POOL_EXHAUSTED', async () => {
      const statement = await user.read('second')
      return statement.status.scaling_status?.scaling_state === 'POOL_EXHAUSTED' ? statement : undefined
    })
    expect(waiting.status).toMatchObject({ phase: 'PENDING', detail: '' })
    expect((await patch(10)).status).toBe(200)
    await user.waitFor('second', ['RUNNING'])
    await user.remove('first')
    await user.remove('second')
  }, 120_000)

  it('a bounded INSERT completes and does not run again', async () => {
    await user.run('CREATE TABLE kept (n BIGINT)')
    await user.run('INSERT INTO kept VALUES (1), (2), (3)', { name: 'few' })
    await user.waitFor('few', ['COMPLETED'])
    await instance.dev.killWorkers('jobmanager')
    expect(await user.snapshot('SELECT COUNT(*) FROM kept')).toEqual([['3']])
    expect((await user.read('few')).status.phase).toBe('COMPLETED')
  }, 200_000)

  it('a bounded INSERT whose JobManager dies the moment it finished is COMPLETED from the archive, not run again', async () => {
    await user.run("CREATE TABLE hundred (n BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '100', 'rows-per-second' = '50')")
    await user.run('CREATE TABLE landed (n BIGINT)')
    await user.create('INSERT INTO landed SELECT n FROM hundred', { name: 'ends' })
    const archive = join(instance.directory, base().replace('/sql/v1/', ''), 'pools', user.connection.computePoolId, 'archive')
    const before = (await readdir(archive, { recursive: true })).length
    await user.waitFor('ends', ['RUNNING', 'COMPLETED'])
    await eventually('the end in the archive', async () => (await readdir(archive, { recursive: true })).some((name) => name.includes('jobs/')) && (await readdir(archive, { recursive: true })).length > before)
    await instance.dev.killWorkers('jobmanager')
    await user.waitFor('ends', ['COMPLETED'], 120_000)
    expect(await user.snapshot('SELECT COUNT(*) FROM landed')).toEqual([['100']])
    const events = await user.request<{ data: { message: string }[] }>('GET', `${base().replace('/sql/v1/', '/headgate/v1/')}/statements/ends/events`)
    expect(JSON.stringify(events.body)).not.toContain('Generation 2')
  }, 200_000)

  it('two INSERTs of a DEDICATED pool have a cluster each and are nothing to one another, stop and go on with their state, and leave nothing', async () => {
    const { environmentId, organizationId } = user.connection
    const { cloud, region } = instance.dev.connection
    const made = await user.request<{ id: string; spec: { type: string } }>('POST', '/fcpm/v2/compute-pools', {
      spec: { display_name: 'alone', cloud, region, max_cfu: 2, type: 'DEDICATED', environment: { id: environmentId } },
    })
    expect(made).toMatchObject({ status: 202, body: { spec: { type: 'DEDICATED' } } })
    const poolId = made.body.id
    await user.run("CREATE TABLE numbers (n BIGINT) WITH ('connector' = 'datagen', 'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '1000000', 'rows-per-second' = '20')")
    const places: Record<string, string> = {}
    for (const name of ['one', 'two']) {
      await user.run(`CREATE TABLE copy_${name} (n BIGINT)`)
      const { metadata } = await user.create(`INSERT INTO copy_${name} SELECT n FROM numbers`, { name, poolId })
      places[name] = join('organizations', organizationId, 'environments', environmentId, 'pools', ownPoolIdOf(poolId, metadata.uid), 'generations')
    }
    for (const name of ['one', 'two']) await user.waitFor(name, ['RUNNING'])
    const workersOf = async (name: string, role: string) => {
      const pids: (number | undefined)[] = []
      for await (const file of glob(`${places[name]}/*/workers/*.json`, { cwd: instance.directory })) {
        const record = JSON.parse(await readFile(join(instance.directory, file), 'utf8')) as { role: string; process?: { pid: number } }
        if (record.role === role) pids.push(record.process?.pid)
      }
      return pids
    }
    for (const name of ['one', 'two']) for (const role of ['jobmanager', 'gateway', 'taskmanager']) expect(await workersOf(name, role)).toHaveLength(1)

    const [taskManager] = await workersOf('one', 'taskmanager')
    process.kill(taskManager as number, 'SIGKILL')
    const warningsOf = async (name: string) => (await user.read(name)).status.warnings?.map(({ reason }) => reason)
    await eventually('the restart of the one', async () => (await warningsOf('one'))?.includes('RESTARTED') === true)
    await user.waitFor('one', ['RUNNING'])
    expect(await warningsOf('two')).toEqual([])
    await user.stop('one')
    await user.waitFor('one', ['STOPPED'])
    await user.resume('one')
    await user.waitFor('one', ['RUNNING'])
    for (const name of ['one', 'two']) {
      const counted = await eventually('published rows', async () => {
        const [row] = (await user.snapshot(`SELECT COUNT(*), COUNT(DISTINCT n), MIN(n), MAX(n) FROM copy_${name}`)) as [string[]]
        return Number(row[0]) > 0 ? row : undefined
      })
      expect(counted).toEqual([counted[0], counted[0], '1', counted[0]])
      await user.remove(name)
    }
    await eventually('the end of their clusters', async () => (await Promise.all(['one', 'two'].map((name) => workersOf(name, 'jobmanager')))).flat().length === 0)
    expect((await user.request('DELETE', `/fcpm/v2/compute-pools/${poolId}?environment=${environmentId}`)).status).toBe(204)
  }, 240_000)

  it('an endless source in a snapshot is refused with what to add', async () => {
    const query = await user.create('SELECT k FROM ticks', { properties: { 'sql.snapshot.mode': 'now' } })
    expect((await user.waitFor(query.name, ['FAILED'])).status.detail).toMatch(/number-of-rows/)
  }, 60_000)

  it('secrets reach Flink and nothing else', async () => {
    const secret = 'canary-4f1e77'
    await user.run("CREATE TABLE guarded (k INT) WITH ('connector' = 'jdbc', 'url' = 'jdbc:postgresql://127.0.0.1:9/none', 'table-name' = 'x', 'username' = 'u', 'password' = '{{sql.secrets.word}}')")
    const query = await user.create('SELECT k FROM guarded', { properties: { 'sql.secrets.word': secret, 'sql.snapshot.mode': 'now' } })
    const failed = await user.waitFor(query.name, ['FAILED'])
    expect(JSON.stringify(failed)).not.toContain(secret)
    const exceptions = await user.request('GET', `${base()}/statements/${query.name}/exceptions`)
    expect(JSON.stringify(exceptions.body)).not.toContain(secret)
    const logs = join(instance.directory, 'logs')
    for (const file of await readdir(logs)) expect(await readFile(join(logs, file), 'utf8'), file).not.toContain(secret)
  }, 120_000)

  it('a region key reaches its environment on the data plane alone', async () => {
    const made = await user.request<{ id: string; spec: { secret: string } }>('POST', '/iam/v2/api-keys', {
      spec: {
        display_name: 'flink',
        owner: { id: user.connection.principalId },
        resource: { id: 'aws.local-1', api_version: 'fcpm/v2', kind: 'Region', environment: user.connection.environmentId },
      },
    })
    expect(made.status).toBe(202)
    const header = { authorization: `Basic ${Buffer.from(`${made.body.id}:${made.body.spec.secret}`).toString('base64')}` }
    expect((await user.request('GET', `${base()}/statements`, undefined, header)).status).toBe(200)
    expect((await user.request('GET', '/org/v2/environments', undefined, header)).status).toBe(404)
  })

  it('an Idempotency-Key makes a repeated POST one statement', async () => {
    const body = {
      name: 'idem',
      organization_id: user.connection.organizationId,
      environment_id: user.connection.environmentId,
      spec: { statement: 'SHOW TABLES', compute_pool_id: user.connection.computePoolId, principal: user.connection.principalId, properties: {} },
    }
    const headers = { 'idempotency-key': 'once-and-no-more' }
    const first = await user.request('POST', `${base()}/statements`, body, headers)
    const again = await user.request('POST', `${base()}/statements`, body, headers)
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.body).toEqual(first.body)
    const other = await user.request('POST', `${base()}/statements`, { ...body, name: 'other' }, headers)
    expect(other.status).toBe(422)
  })
})

describe('Redis', () => {
  it('is wiped, killed, away, and back without its data: statements start, stop and go on, only later', async () => {
    const processes = instance.dev.pids()
    await user.run("CREATE TABLE counted (n BIGINT) WITH ('connector' = 'datagen', 'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '1000000', 'rows-per-second' = '20')")
    await user.run('CREATE TABLE seen (n BIGINT)')
    await user.run('INSERT INTO seen SELECT n FROM counted', { name: 'steady' })
    await user.waitFor('steady', ['RUNNING'])
    const startsAndEnds = async (name: string) => {
      await user.create('INSERT INTO hole SELECT k, n FROM ticks', { name })
      await user.waitFor(name, ['RUNNING'])
      await user.stop(name)
      await user.waitFor(name, ['STOPPED'])
    }
    expect(await redis.command('DBSIZE')).not.toBe('0')
    await redis.command('FLUSHALL')
    await startsAndEnds('after-the-wipe')
    await redis.kill9()
    await startsAndEnds('while-away')
    await user.stop('steady')
    await user.waitFor('steady', ['STOPPED'])
    await user.resume('steady')
    await user.waitFor('steady', ['RUNNING'])
    await redis.restart({ withoutData: true })
    await startsAndEnds('when-back')
    // Signals go through it again.
    await eventually('keys in Redis', async () => (await redis.command('DBSIZE')) !== '0')
    const [count] = (await user.snapshot('SELECT COUNT(*), COUNT(DISTINCT n), MIN(n) FROM seen')) as [string[]]
    expect(Number(count[0])).toBeGreaterThan(0)
    expect(count[1]).toBe(count[0])
    expect(count[2]).toBe('1')
    expect(instance.dev.pids()).toEqual(processes)
    const said = (await Promise.all(['api', 'controller', 'snapshots'].map((name) => readFile(join(instance.directory, 'logs', `${name}.log`), 'utf8')))).join('')
    expect(said.split('\n').filter((line) => /the queue has a problem|a wake was not sent/.test(line)).length).toBeLessThan(40)
  }, 240_000)
})
