import type { Result } from '@headgate/domain'
import type { GatewayPage, SqlGatewayPort } from '@headgate/ports'
import { beforeEach, describe, expect, it } from 'vitest'
import { createFakeWorld } from '../create-fake-world.ts'
import type { FakeWorld } from '../create-fake-world.ts'
import { drivenBy } from '../driven-by.ts'

const pool = { organizationId: 'o1', environmentId: 'env-000001', computePoolId: 'lfcp-000001' }
const numbers = "CREATE TABLE numbers (id BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '100')"

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.reason}: ${result.message}`)
  return result.value
}

describe('a fake gateway', () => {
  let world: FakeWorld
  let gateway: SqlGatewayPort
  let endpoint: string
  let session: string
  beforeEach(async () => {
    world = createFakeWorld(1)
    gateway = drivenBy(world.clock, world.gateway)
    await world.cluster.ensureWorkers({ ...pool, clusterGeneration: 1, taskManagers: 1, slotsPerTaskManager: 4 })
    await world.clock.advance(10_000)
    endpoint = world.cluster.alive('gateway')[0]!.worker.endpoint!
    session = value(await gateway.openSession(endpoint, { name: 's', properties: {} }))
    value(await gateway.configure(endpoint, session, numbers))
  })
  const start = async (statement: string, executionConfig: Record<string, string> = {}) => {
    const operation = value(await gateway.execute(endpoint, session, { statement, executionConfig }))
    await world.clock.advance(3_000)
    return operation
  }
  const page = (operation: string, token: number) => gateway.fetchPage(endpoint, session, operation, token)
  const all = async (statement: string): Promise<Result<GatewayPage[]>> => {
    const operation = await start(statement)
    const pages: GatewayPage[] = []
    for (let token = 0; ; token = pages.at(-1)?.nextToken ?? token) {
      const fetched = await page(operation, token)
      if (!fetched.ok) return fetched
      if (fetched.value.state === 'end') return { ok: true, value: pages }
      pages.push(fetched.value)
      await world.clock.advance(100)
    }
  }
  const rowsOf = async (statement: string) => value(await all(statement)).flatMap((each) => each.rows.map(({ row }) => row))

  it('blocks a job whose reader does not come, and goes on when it does', async () => {
    const operation = await start('SELECT id FROM numbers')
    await world.clock.advance(120_000)
    const first = value(await page(operation, 0))
    expect(first.rows).toHaveLength(5_000)
    expect(world.cluster.engineOf(pool, 1)?.jobs()[0]?.state).toBe('RUNNING')
    await world.clock.advance(10_000)
    expect(value(await page(operation, 1)).rows.length).toBeGreaterThan(900)
  })

  it('a lost gateway takes its sessions with it, not its jobs', async () => {
    await start('INSERT INTO numbers SELECT id FROM numbers')
    world.cluster.exit(world.cluster.alive('gateway')[0]!.worker.workerId)
    expect(await gateway.execute(endpoint, session, { statement: 'SHOW TABLES' })).toMatchObject({ reason: 'unavailable' })
    await world.cluster.ensureWorkers({ ...pool, clusterGeneration: 1, taskManagers: 1, slotsPerTaskManager: 4 })
    await world.clock.advance(10_000)
    const next = world.cluster.alive('gateway')[0]!.worker.endpoint!
    expect(next).not.toBe(endpoint)
    expect(await gateway.execute(next, session, { statement: 'SHOW TABLES' })).toMatchObject({ reason: 'not-found' })
    expect(world.cluster.engineOf(pool, 1)?.jobs()[0]?.state).toBe('RUNNING')
  })

  it('a query whose JobManager is gone fails, and nothing can be submitted', async () => {
    const operation = await start('SELECT id FROM numbers')
    world.cluster.exit(world.cluster.alive('jobmanager')[0]!.worker.workerId)
    await world.clock.advance(1_000)
    expect(await page(operation, 0)).toMatchObject({ reason: 'rejected' })
    expect(await all('INSERT INTO numbers SELECT id FROM numbers')).toMatchObject({ reason: 'unavailable' })
  })

  it('does as scripts say', async () => {
    world.gateway.script(/FROM orders/, {
      columns: [{ name: 'total', type: { type: 'BIGINT', nullable: false } }],
      rows: [{ op: 0, row: ['1'] }, { op: 1, row: ['1'] }, { op: 2, row: ['2'] }],
    })
    const pages = value(await all('SELECT SUM(x) AS total FROM orders'))
    expect(pages.flatMap((each) => each.rows.map(({ op }) => op))).toEqual([0, 1, 2])
    expect(pages[0]?.columns).toEqual([{ name: 'total', type: { type: 'BIGINT', nullable: false } }])
    const refusal = { ok: false, reason: 'rejected', message: 'No.' } as const
    const takeBack = world.gateway.script(/FROM orders/, { planningFailure: refusal })
    expect(await all('EXPLAIN SELECT SUM(x) AS total FROM orders')).toEqual(refusal)
    takeBack()
    expect(await all('EXPLAIN SELECT SUM(x) AS total FROM orders')).toMatchObject({ ok: true })
    world.gateway.script(/FROM numbers/, { fails: { afterMs: 500, exception: { name: 'E', message: 'boom' } } })
    const operation = await start('SELECT id FROM numbers')
    expect(await page(operation, 0)).toMatchObject({ reason: 'rejected', message: 'boom' })
  })

  it('keeps catalogs, databases, tables and views of a session', async () => {
    for (const statement of [
      "CREATE CATALOG `env-abc123` WITH ('type' = 'generic_in_memory', 'default-database' = 'main')",
      'USE CATALOG `env-abc123`',
      'CREATE DATABASE IF NOT EXISTS `other`',
      'USE `other`',
      "CREATE TABLE IF NOT EXISTS `t` (`id` BIGINT NOT NULL, ts TIMESTAMP(3), price DECIMAL(10,2), tags ARRAY<STRING>, twice AS id * 2, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND, PRIMARY KEY (id) NOT ENFORCED) COMMENT 'it''s' WITH ('connector' = 'kafka', 'topic' = 'a,b')",
      'CREATE VIEW v AS SELECT id, price AS p, COUNT(*) AS n FROM t GROUP BY id, price',
      'ALTER TABLE t ADD note STRING',
      "ALTER TABLE t SET ('topic' = 'c')",
      'ALTER VIEW v RENAME TO w',
    ]) {
      value(await gateway.configure(endpoint, session, statement))
    }
    expect(await rowsOf('SHOW TABLES')).toEqual([['t'], ['w']])
    expect(await rowsOf('DESCRIBE `env-abc123`.`other`.`t`')).toEqual([
      ['id', 'BIGINT', 'FALSE', 'PRI(id)', null, null],
      ['ts', 'TIMESTAMP(3) *ROWTIME*', 'TRUE', null, null, "ts - INTERVAL '5' SECOND"],
      ['price', 'DECIMAL(10, 2)', 'TRUE', null, null, null],
      ['tags', 'ARRAY<STRING>', 'TRUE', null, null, null],
      ['twice', 'STRING', 'TRUE', null, 'AS id * 2', null],
      ['note', 'STRING', 'TRUE', null, null, null],
    ])
    expect((await rowsOf('DESCRIBE w')).map((row) => row.slice(0, 3))).toEqual([['id', 'BIGINT', 'FALSE'], ['p', 'DECIMAL(10, 2)', 'TRUE'], ['n', 'BIGINT', 'FALSE']])
    expect(String((await rowsOf('SHOW CREATE TABLE t'))[0])).toBe(
      [
        'CREATE TABLE `env-abc123`.`other`.`t` (',
        '  `id` BIGINT NOT NULL,',
        '  `ts` TIMESTAMP(3),',
        '  `price` DECIMAL(10, 2),',
        '  `tags` ARRAY<STRING>,',
        '  `twice` AS id * 2,',
        '  `note` VARCHAR(2147483647),',
        "  WATERMARK FOR `ts` AS ts - INTERVAL '5' SECOND,",
        '  CONSTRAINT `PK_id` PRIMARY KEY (`id`) NOT ENFORCED',
        ')',
        "COMMENT 'it''s'",
        "WITH (\n  'connector' = 'kafka',\n  'topic' = 'c'\n)",
        '',
      ].join('\n'),
    )
    expect(await gateway.configure(endpoint, session, 'DROP TABLE w')).toMatchObject({ reason: 'rejected' })
    value(await gateway.configure(endpoint, session, 'DROP VIEW w'))
    expect(await gateway.configure(endpoint, session, 'SELECT 1')).toMatchObject({ reason: 'rejected' })
  })

  it('plans constants, limits, statement sets and batch as far as tests need it', async () => {
    expect(await rowsOf("SELECT 1 AS one, 'x'")).toHaveLength(1)
    expect(await rowsOf('SELECT * FROM (VALUES (1), (2), (3))')).toHaveLength(3)
    expect(await rowsOf('SELECT id FROM numbers LIMIT 7')).toHaveLength(7)
    const set = 'EXECUTE STATEMENT SET BEGIN INSERT INTO numbers SELECT id FROM numbers; INSERT INTO numbers SELECT id FROM numbers; END'
    expect(await rowsOf(set)).toHaveLength(1)
    value(await gateway.configure(endpoint, session, "SET 'execution.runtime-mode' = 'batch'"))
    expect(await all('SELECT id FROM numbers')).toMatchObject({ reason: 'rejected', message: expect.stringContaining('unbounded') })
  })
})
