import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import pg from 'pg'
import { startKafka, startSchemaRegistry } from '@headgate/testbed'
import type { TestKafka } from '@headgate/testbed'
import { eventually, startInstance } from '../src/index.ts'
import type { Instance } from '../src/index.ts'

/** Every connector and format of the engine, used once on real Flink. */
let instance: Instance
let kafka: TestKafka
let registry: Awaited<ReturnType<typeof startSchemaRegistry>>

beforeAll(async () => {
  kafka = await startKafka()
  registry = await startSchemaRegistry({ credentials: { user: 'reader', password: 'registry-secret' } })
  instance = await startInstance()
}, 600_000)

afterAll(async () => {
  await instance?.end()
  await registry?.stop()
  await kafka?.stop()
}, 120_000)

const connect = async (name: string, connectionType: string, endpoint: string, data: Record<string, string>) => {
  const { organizationId, environmentId } = instance.user.connection
  const answer = await instance.user.request('POST', `/sql/v1/organizations/${organizationId}/environments/${environmentId}/connections`, {
    name,
    spec: { connection_type: connectionType, endpoint, auth_data: { kind: 'PlaintextProvider', data: JSON.stringify(data) } },
  })
  expect(answer.status).toBe(201)
  expect(JSON.stringify(answer.body)).not.toContain(data['PASSWORD'] ?? 'no password')
}

describe('connectors', () => {
  it('JDBC writes to and reads from a PostgreSQL database through a connection', async () => {
    const { playground } = instance.dev
    const client = new pg.Client({ connectionString: playground.url })
    await client.connect()
    try {
      await client.query('CREATE TABLE totals (k INT PRIMARY KEY, n BIGINT)')
      await connect('warehouse', 'JDBC', playground.jdbcUrl, { USERNAME: playground.user, PASSWORD: playground.password })
      await instance.user.run(`CREATE TABLE totals (k INT, n BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'jdbc', 'connection' = 'warehouse', 'table-name' = 'totals')`)
      await instance.user.run('INSERT INTO totals VALUES (1, 10), (2, 20)', { name: 'fill-totals' })
      await instance.user.waitFor('fill-totals', ['COMPLETED'])
      expect((await client.query('SELECT k, n FROM totals ORDER BY k')).rows).toEqual([{ k: 1, n: '10' }, { k: 2, n: '20' }])
      expect(await instance.user.snapshot('SELECT SUM(n) FROM totals')).toEqual([['30']])
      const shown = await instance.user.run('SHOW CREATE TABLE totals')
      const text = JSON.stringify(await instance.user.rows(shown.name))
      expect(text).toContain("'connection' = 'warehouse'")
      expect(text).not.toContain(playground.password)
    } finally {
      await client.end()
    }
  }, 200_000)

  it('Avro with a schema registry, on Kafka', async () => {
    await kafka.createTopic('events', { partitions: 1 })
    await connect('registry', 'SCHEMA_REGISTRY', registry.url, { USERNAME: 'reader', PASSWORD: 'registry-secret' })
    await connect('broker', 'KAFKA', kafka.bootstrapServers, {})
    await instance.user.run(`CREATE TABLE events (id BIGINT, kind STRING) WITH ('connector' = 'kafka', 'connection' = 'broker', 'topic' = 'events',
      'scan.startup.mode' = 'earliest-offset', 'value.format' = 'avro-confluent', 'value.avro-confluent.connection' = 'registry')`)
    await instance.user.run("INSERT INTO events VALUES (1, 'a'), (2, 'b')", { name: 'fill-events' })
    await instance.user.waitFor('fill-events', ['COMPLETED'])
    expect(registry.requests.length).toBeGreaterThan(0)
    expect(await instance.user.snapshot('SELECT COUNT(*), MAX(kind) FROM events')).toEqual([['2', 'b']])
  }, 200_000)

  it('a default Kafka connection serves the tables that name no connector', async () => {
    const { organizationId, environmentId } = instance.user.connection
    const defaults = `/headgate/v1/organizations/${organizationId}/environments/${environmentId}/defaults`
    expect((await instance.user.request('PATCH', defaults, { kafka_connection: 'broker' })).status).toBe(200)
    await kafka.createTopic('default.plain', { partitions: 1 })
    await kafka.createTopic('default.keyed', { partitions: 1 })
    await instance.user.run('CREATE TABLE plain (id BIGINT, name STRING) DISTRIBUTED BY HASH(id) INTO 1 BUCKETS')
    await instance.user.run('CREATE TABLE keyed (id BIGINT, n BIGINT, PRIMARY KEY (id) NOT ENFORCED)')
    const shown = await instance.user.run('SHOW CREATE TABLE keyed')
    expect(JSON.stringify(await instance.user.rows(shown.name))).toContain('upsert-kafka')
    await instance.user.run("INSERT INTO plain VALUES (1, 'a'), (2, 'b'), (2, 'c')", { name: 'fill-plain' })
    await instance.user.waitFor('fill-plain', ['COMPLETED'])
    await instance.user.run('INSERT INTO keyed SELECT id, COUNT(*) FROM plain GROUP BY id', { name: 'count-plain' })
    // A snapshot of an upsert table is a changelog: the last word on each key counts.
    await eventually('the counts by key', async () => {
      const query = await instance.user.create('SELECT id, n FROM keyed', { properties: { 'sql.snapshot.mode': 'now' } })
      await instance.user.waitFor(query.name, ['COMPLETED'])
      const counts = new Map((await instance.user.rows(query.name)).filter(({ op }) => op === 0 || op === 2).map(({ row }) => [row[0], row[1]]))
      return counts.get('1') === '1' && counts.get('2') === '2'
    })
    await instance.user.remove('count-plain')
    expect((await instance.user.request('PATCH', defaults, { kafka_connection: null })).status).toBe(200)
  }, 200_000)

  it('files as CSV and Avro, print and blackhole', async () => {
    for (const format of ['csv', 'avro']) {
      const shown = await instance.user.run(`CREATE TABLE f_${format} (id BIGINT, name STRING) WITH ('format' = '${format}')`)
      expect(shown.status.phase).toBe('COMPLETED')
      await instance.user.run(`INSERT INTO f_${format} VALUES (1, 'a'), (2, 'b')`, { name: `fill-${format}`, properties: { 'sql.snapshot.mode': 'now' } })
      await instance.user.waitFor(`fill-${format}`, ['COMPLETED'])
      expect(await instance.user.snapshot(`SELECT COUNT(*) FROM f_${format}`)).toEqual([['2']])
    }
    await instance.user.run("CREATE TABLE p (id BIGINT) WITH ('connector' = 'print')")
    await instance.user.run("CREATE TABLE b (id BIGINT) WITH ('connector' = 'blackhole')")
    await instance.user.run('EXECUTE STATEMENT SET BEGIN INSERT INTO p SELECT id FROM f_csv; INSERT INTO b SELECT id FROM f_avro; END', {
      name: 'set',
      properties: { 'sql.snapshot.mode': 'now' },
    })
    await instance.user.waitFor('set', ['COMPLETED'])
  }, 200_000)

  it('MATCH_RECOGNIZE', async () => {
    await instance.user.run(`CREATE TABLE steps (n INT, seen AS PROCTIME()) WITH ('connector' = 'datagen', 'rows-per-second' = '20', 'fields.n.min' = '1', 'fields.n.max' = '9')`)
    const query = await instance.user.create(`SELECT * FROM steps MATCH_RECOGNIZE (ORDER BY seen MEASURES A.n AS low, B.n AS high
      ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW PATTERN (A B) DEFINE A AS A.n < 5, B AS B.n > A.n) AS m`)
    expect((await instance.user.rows(query.name, 3)).length).toBeGreaterThanOrEqual(3)
    await instance.user.remove(query.name)
  }, 120_000)

  it('no job of an ended SELECT is left behind', async () => {
    const query = await instance.user.create('SELECT n FROM steps')
    await instance.user.waitFor(query.name, ['RUNNING'])
    await instance.user.remove(query.name)
    const { organizationId, environmentId } = instance.user.connection
    await eventually('the statement to be gone', async () => {
      const answer = await instance.user.request('GET', `/sql/v1/organizations/${organizationId}/environments/${environmentId}/statements/${query.name}`)
      return answer.status === 404
    })
    const pool = await instance.user.request<{ status: { current_cfu: number } }>(
      'GET',
      `/fcpm/v2/compute-pools/${instance.user.connection.computePoolId}?environment=${environmentId}`,
    )
    await eventually('no slot to be held', async () => {
      const again = await instance.user.request<typeof pool.body>('GET', `/fcpm/v2/compute-pools/${instance.user.connection.computePoolId}?environment=${environmentId}`)
      return again.body.status.current_cfu === 0
    })
  }, 120_000)
})
