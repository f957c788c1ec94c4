import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, startInstance } from '../src/index.ts'
import type { ApiUser, Instance } from '../src/index.ts'

/** What a user does with statements, on the real thing: one instance for the whole file. */
let instance: Instance
let user: ApiUser

beforeAll(async () => {
  instance = await startInstance()
  user = instance.user
}, 600_000)

afterAll(() => instance?.end(), 120_000)

describe('DDL and the catalog', () => {
  it('makes, shows, describes, alters and drops tables and views', async () => {
    await user.run("CREATE TABLE shop (id BIGINT, name STRING COMMENT 'who', price DECIMAL(10, 2), PRIMARY KEY (id) NOT ENFORCED) WITH ('connector' = 'datagen', 'rows-per-second' = '5')")
    await user.run('CREATE VIEW cheap AS SELECT id, price FROM shop WHERE price < 10')
    const tables = await user.run('SHOW TABLES')
    expect((await user.rows(tables.name)).map((row) => row.row[0])).toEqual(expect.arrayContaining(['cheap', 'shop']))
    const described = await user.run('DESCRIBE shop')
    expect((await user.rows(described.name)).map((row) => row.row[0])).toEqual(['id', 'name', 'price'])
    const shown = await user.run('SHOW CREATE TABLE shop')
    expect(String((await user.rows(shown.name))[0]?.row[0])).toContain("'connector' = 'datagen'")
    await user.run("ALTER TABLE shop SET ('rows-per-second' = '7')")
    const again = await user.run('SHOW CREATE TABLE shop')
    expect(String((await user.rows(again.name))[0]?.row[0])).toContain("'rows-per-second' = '7'")
    const columns = await user.run(
      "SELECT COLUMN_NAME, DATA_TYPE FROM `INFORMATION_SCHEMA`.`COLUMNS` WHERE TABLE_NAME = 'shop' ORDER BY ORDINAL_POSITION",
    )
    expect((await user.rows(columns.name)).map((row) => row.row[0])).toEqual(['id', 'name', 'price'])
    await user.run('DROP VIEW cheap')
    await user.run('DROP TABLE shop')
    const gone = await user.create('DESCRIBE shop')
    const failed = await user.waitFor(gone.name, ['FAILED'])
    expect(failed.status.detail).toMatch(/shop/)
  })

  it('keeps databases apart', async () => {
    await user.run('CREATE DATABASE sales')
    await user.run("CREATE TABLE sales.visits (id INT) WITH ('connector' = 'datagen')")
    const shown = await user.run('SHOW DATABASES')
    expect((await user.rows(shown.name)).map((row) => row.row[0])).toContain('sales')
    const refused = await user.waitFor((await user.create('DROP DATABASE sales')).name, ['FAILED'])
    expect(refused.status.detail).toMatch(/not empty/i)
    await user.run('DROP TABLE sales.visits')
    await user.run('DROP DATABASE sales')
  })

  it('fails with a readable message, and keeps the trace for /exceptions', async () => {
    const created = await user.create('SELECT nope FROM nowhere')
    const failed = await user.waitFor(created.name, ['FAILED'])
    expect(failed.status.detail).toMatch(/nowhere/)
    expect(failed.status.detail).not.toMatch(/\tat |org\.apache/)
    const { organizationId, environmentId } = user.connection
    const exceptions = await user.request<{ data: { message: string }[] }>(
      'GET',
      `/sql/v1/organizations/${organizationId}/environments/${environmentId}/statements/${created.name}/exceptions`,
    )
    expect(exceptions.body.data.length).toBeGreaterThan(0)
  })

  it('refuses what must not reach Flink', async () => {
    for (const sql of ["ADD JAR '/x.jar'", "CREATE TABLE e (a STRING) WITH ('connector' = 'filesystem', 'path' = 'file:///etc/passwd', 'format' = 'raw')"]) {
      const created = await user.create(sql)
      expect(created.status.phase).toBe('FAILED')
    }
  })
})

describe('queries', () => {
  it('a snapshot query brings every type in the wire encoding', async () => {
    const rows = await user.snapshot(`SELECT CAST(9223372036854775807 AS BIGINT), CAST(1.20 AS DECIMAL(10, 2)), TRUE, CAST('a' AS VARCHAR(3)),
      DATE '2026-01-31', TIMESTAMP '2026-01-31 01:02:03.456', ARRAY[1, 2], MAP['k', 1], ROW('x', 2), CAST(NULL AS INT), CAST(1.5 AS DOUBLE), X'7f02',
      INTERVAL '1-06' YEAR TO MONTH, INTERVAL '0 04:00:00' DAY TO SECOND, TIME '01:02:03'`)
    expect(rows).toEqual([
      ['9223372036854775807', '1.20', 'TRUE', 'a', '2026-01-31', '2026-01-31 01:02:03.456', ['1', '2'], [['k', '1']], ['x', '2'], null, '1.5', "x'7f02'",
        '+1-06', '+0 04:00:00.000', '01:02:03'],
    ])
  })

  it('a streaming aggregate shows its changelog, and ends when it is stopped', async () => {
    await user.run("CREATE TABLE ticks (k INT) WITH ('connector' = 'datagen', 'rows-per-second' = '20', 'fields.k.min' = '1', 'fields.k.max' = '2')")
    const query = await user.create('SELECT k, COUNT(*) AS n FROM ticks GROUP BY k')
    const running = await user.waitFor(query.name, ['RUNNING'])
    expect(running.status.traits).toMatchObject({ sql_kind: 'SELECT', is_bounded: false, is_append_only: false })
    expect(running.status.traits?.schema?.columns.map((column) => column.name)).toEqual(['k', 'n'])
    const rows = await user.rows(query.name, 20)
    expect(new Set(rows.map((row) => row.op))).toEqual(new Set([0, 1, 2]))
    await user.stop(query.name)
    await user.waitFor(query.name, ['STOPPED'])
    await user.remove(query.name)
  })

  it('a large bounded result completes and its pages end', async () => {
    await user.run("CREATE TABLE numbers (n BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '1000000', 'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '1000000', 'rows-per-second' = '10000000')")
    const query = await user.create('SELECT n FROM numbers', { properties: { 'sql.snapshot.mode': 'now' } })
    await user.waitFor(query.name, ['COMPLETED'], 300_000)
    const rows = await user.rows(query.name, undefined, 300_000)
    expect(rows.length).toBe(1_000_000)
    expect(new Set(rows.map((row) => row.row[0])).size).toBe(1_000_000)
    await user.remove(query.name)
  }, 600_000)
})

describe('INSERT', () => {
  it('stops with a savepoint, resumes from it, and survives the loss of each of its processes', async () => {
    await user.run("CREATE TABLE source (n BIGINT) WITH ('connector' = 'datagen', 'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '1000000', 'rows-per-second' = '50')")
    await user.run('CREATE TABLE sink (n BIGINT)')
    const insert = await user.run('INSERT INTO sink SELECT n FROM source', { name: 'survivor' })
    expect(insert.status.phase).toBe('RUNNING')
    const count = async () => Number((await user.snapshot('SELECT COUNT(*), COUNT(DISTINCT n) FROM sink'))[0]?.[0] ?? 0)
    await eventually('rows in the sink', async () => (await count()) > 50)

    await user.stop('survivor')
    await user.waitFor('survivor', ['STOPPED'])
    await user.resume('survivor')
    await user.waitFor('survivor', ['RUNNING'])

    for (const role of ['taskmanager', 'jobmanager', 'gateway'] as const) {
      const before = await count()
      await instance.dev.killWorkers(role)
      await eventually(`rows after the loss of the ${role}`, async () => (await count()) > before + 100, 180_000)
      await user.waitFor('survivor', ['RUNNING'])
    }
    const [row] = await user.snapshot('SELECT COUNT(*), COUNT(DISTINCT n), MIN(n), MAX(n) FROM sink')
    expect(row?.[0]).toBe(row?.[1])
    expect(row?.[2]).toBe('1')
    expect(row?.[3]).toBe(row?.[0])
  }, 600_000)

  it('goes on after kill -9 of everything, and after a graceful stop', async () => {
    const count = async () => Number((await user.snapshot('SELECT COUNT(*) FROM sink'))[0]?.[0] ?? 0)
    await instance.dev.killEverything()
    await instance.restart()
    user = instance.user
    await user.waitFor('survivor', ['RUNNING'], 180_000)
    const afterKill = await count()
    await eventually('rows after kill -9', async () => (await count()) > afterKill + 50)

    await instance.dev.stop()
    await instance.restart()
    user = instance.user
    const resumed = await user.waitFor('survivor', ['RUNNING'], 180_000)
    expect(resumed.spec.stopped).toBe(false)
    const afterStop = await count()
    await eventually('rows after the graceful stop', async () => (await count()) > afterStop + 50)
    await user.stop('survivor')
    await user.waitFor('survivor', ['STOPPED'])
    const [row] = await user.snapshot('SELECT COUNT(*), COUNT(DISTINCT n), MAX(n) FROM sink')
    expect(row?.[0]).toBe(row?.[1])
    expect(row?.[2]).toBe(row?.[0])
  }, 900_000)
})
