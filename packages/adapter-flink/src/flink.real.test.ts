import { access, mkdir, readFile } from 'node:fs/promises'
import { startRealCluster, waitFor } from '@headgate/adapter-process/testing'
import type { RealCluster } from '@headgate/adapter-process/testing'
import { archiveKey } from '@headgate/domain'
import type { Cell } from '@headgate/domain'
import { flinkContract, gatewayContract, refusal, valueOf } from '@headgate/ports/contracts'
import type { FlinkUnderTest } from '@headgate/ports/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { archiveKeysOf, createFlinkRest, createSqlGateway, warmGateway } from './index.ts'

let real: RealCluster
const gateway = createSqlGateway()
const flink = createFlinkRest()

beforeAll(async () => {
  real = await startRealCluster()
})
afterAll(() => real?.stop())

const pathOf = (uri: string): string => uri.replace(/^file:\/*/, '/')

async function underTest(): Promise<FlinkUnderTest> {
  const { jobManagerEndpoint, gatewayEndpoint, blobs, pool } = real
  return {
    flink,
    gateway,
    jobManagerEndpoint,
    gatewayEndpoint,
    deadEndpoint: 'http://127.0.0.1:9',
    directoryUri: blobs.uri('contract'),
    ensureDirectory: async (uri) => void (await mkdir(pathOf(uri), { recursive: true })),
    exists: (uri) => access(pathOf(uri)).then(() => true, () => false),
    async readArchive(jobId) {
      const listed = valueOf(await blobs.list(archiveKey(pool)))
      const [key] = archiveKeysOf(jobId, listed.map((entry) => entry.key))
      return key === undefined ? undefined : readFile(pathOf(blobs.uri(key)), 'utf8')
    },
    wait: (look, what) => waitFor(look, what),
    stop: async () => undefined,
  }
}

async function query(statement: string, options: { timeZone?: string; properties?: Record<string, string>; executionConfig?: Record<string, string> } = {}) {
  const session = valueOf(await gateway.openSession(real.gatewayEndpoint, { name: 'types', properties: { 'execution.runtime-mode': 'batch', 'table.local-time-zone': 'UTC', ...options.properties } }))
  try {
    const operation = valueOf(await gateway.execute(real.gatewayEndpoint, session, { statement, executionConfig: options.executionConfig }))
    const rows: Cell[][] = []
    for (let token = 0; ; ) {
      const page = valueOf(await gateway.fetchPage(real.gatewayEndpoint, session, operation, token, options.timeZone))
      rows.push(...page.rows.map(({ row }) => row))
      if (page.state === 'end') return { rows, columns: page.columns ?? [] }
      token = page.nextToken ?? token
    }
  } finally {
    await gateway.closeSession(real.gatewayEndpoint, session)
  }
}

/** Expression, its type and its cell. */
const scalars: [expression: string, type: string, cell: Cell][] = [
  ["CAST('ab' AS CHAR(4))", 'CHAR', 'ab  '],
  ["CAST('äö\"x' AS VARCHAR)", 'VARCHAR', 'äö"x'],
  ["'NULL'", 'CHAR', 'NULL'],
  ['TRUE', 'BOOLEAN', 'TRUE'],
  ['1 > 2', 'BOOLEAN', 'FALSE'],
  ['CAST(-128 AS TINYINT)', 'TINYINT', '-128'],
  ['CAST(7 AS SMALLINT)', 'SMALLINT', '7'],
  ['3', 'INTEGER', '3'],
  ['9007199254740993', 'BIGINT', '9007199254740993'],
  ['CAST(1.2 AS DECIMAL(10, 2))', 'DECIMAL', '1.20'],
  ["CAST('0.0000001' AS DECIMAL(20, 7))", 'DECIMAL', '0.0000001'],
  ["CAST('1234567890123456789012345678.0000000010' AS DECIMAL(38, 10))", 'DECIMAL', '1234567890123456789012345678.0000000010'],
  ["CAST('-0.05' AS DECIMAL(5, 3))", 'DECIMAL', '-0.050'],
  ['CAST(0.1 AS FLOAT)', 'FLOAT', '0.1'],
  ["CAST('1E10' AS FLOAT)", 'FLOAT', '1.0E10'],
  ['CAST(1.5 AS DOUBLE)', 'DOUBLE', '1.5'],
  ['CAST(1E10 AS DOUBLE)', 'DOUBLE', '1.0E10'],
  ['CAST(0.00001 AS DOUBLE)', 'DOUBLE', '1.0E-5'],
  ["CAST('NaN' AS DOUBLE)", 'DOUBLE', 'NaN'],
  ['LN(CAST(0 AS DOUBLE))', 'DOUBLE', '-Infinity'],
  ["x'7f02'", 'BINARY', "x'7f02'"],
  ["CAST(x'' AS BYTES)", 'VARBINARY', "x''"],
  ["DATE '2026-01-31'", 'DATE', '2026-01-31'],
  ["TIME '01:02:03'", 'TIME_WITHOUT_TIME_ZONE', '01:02:03'],
  ["CAST(TIME '01:02:03.4' AS TIME(3))", 'TIME_WITHOUT_TIME_ZONE', '01:02:03.4'],
  ["TIMESTAMP '2026-01-31 01:02:03'", 'TIMESTAMP_WITHOUT_TIME_ZONE', '2026-01-31 01:02:03'],
  ["CAST(TIMESTAMP '2026-01-31 01:02:00' AS TIMESTAMP(6))", 'TIMESTAMP_WITHOUT_TIME_ZONE', '2026-01-31 01:02:00.000000'],
  ["CAST(TIMESTAMP '2026-01-31 01:02:03.123456789' AS TIMESTAMP(9))", 'TIMESTAMP_WITHOUT_TIME_ZONE', '2026-01-31 01:02:03.123456789'],
  ["CAST(TIMESTAMP '2026-01-31 01:02:03.5' AS TIMESTAMP_LTZ(3))", 'TIMESTAMP_WITH_LOCAL_TIME_ZONE', '2026-01-31 01:02:03.500'],
  ["INTERVAL '1-6' YEAR TO MONTH", 'INTERVAL_YEAR_MONTH', '+1-06'],
  ["INTERVAL -'3' MONTH", 'INTERVAL_YEAR_MONTH', '-0-03'],
  ["INTERVAL '4' HOUR", 'INTERVAL_DAY_TIME', '+0 04:00:00.000'],
  ["INTERVAL -'26:03:04.567' HOUR TO SECOND", 'INTERVAL_DAY_TIME', '-1 02:03:04.567'],
  ['CAST(NULL AS STRING)', 'VARCHAR', null],
  ['CAST(NULL AS INT)', 'INTEGER', null],
]

const nested: [expression: string, type: string, cell: Cell][] = [
  ['ARRAY[1, NULL, 3]', 'ARRAY', ['1', null, '3']],
  ["ARRAY['a, b', 'c]']", 'ARRAY', ['a, b', 'c]']],
  ['ARRAY[9007199254740993]', 'ARRAY', ['9007199254740993']],
  ['ARRAY[CAST(1E10 AS DOUBLE)]', 'ARRAY', ['1.0E10']],
  ["MAP['k', 1]", 'MAP', [['k', '1']]],
  ["MAP['k', CAST(NULL AS INT)]", 'MAP', [['k', null]]],
  ["ROW(1, 'x', CAST(NULL AS INT), x'01')", 'ROW', ['1', 'x', null, "x'01'"]],
  ["CAST(ROW(1, ROW('y')) AS ROW<a INT, b ROW<a STRING>>)", 'ROW', ['1', ['y']]],
  ['CAST(NULL AS ARRAY<INT>)', 'ARRAY', null],
  ["ARRAY[ROW(1, TIMESTAMP '2020-01-01 00:00:00')]", 'ARRAY', [['1', '2020-01-01 00:00:00']]],
]

/** What the gateway cannot write as JSON. */
const beyondJson: [expression: string, type: string, cell: Cell][] = [
  ['MAP[3, CAST(NULL AS INT)]', 'MAP', [['3', null]]],
  ["MAP[1, 'a, b']", 'MAP', [['1', 'a, b']]],
  ['MAP[CAST(1E10 AS DOUBLE), TRUE]', 'MAP', [['1.0E10', 'TRUE']]],
  ["MAP[TIMESTAMP '2020-01-01 00:00:00.5', ARRAY[1, 2]]", 'MAP', [['2020-01-01 00:00:00.5', ['1', '2']]]],
  ["MAP[x'01', ROW(1, INTERVAL '4' HOUR)]", 'MAP', [["x'01'", ['1', '+0 04:00:00.000']]]],
]

const selectAll = (cases: [string, string, Cell][]) => `SELECT ${cases.map(([expression], index) => `${expression} AS c${index}`).join(', ')}`

describe('cells of real Flink', () => {
  it('of every scalar type', async () => {
    const { rows, columns } = await query(selectAll(scalars))
    expect(columns.map(({ type }) => type.type)).toEqual(scalars.map(([, type]) => type))
    expect(rows).toEqual([scalars.map(([, , cell]) => cell)])
  })

  it('of nested types, and of scalars beside them', async () => {
    const { rows, columns } = await query(selectAll([...nested, ...scalars]))
    expect(columns.map(({ type }) => type.type)).toEqual([...nested, ...scalars].map(([, type]) => type))
    expect(rows).toEqual([[...nested, ...scalars].map(([, , cell]) => cell)])
  })

  it('of types that the gateway cannot write as JSON', async () => {
    const { rows } = await query(selectAll([...beyondJson, ...scalars]))
    expect(rows).toEqual([[...beyondJson, ...scalars].map(([, , cell]) => cell)])
  })

  it('of a variant', async () => {
    expect((await query("SELECT PARSE_JSON('{\"a\":[1,null]}')")).rows).toEqual([['{"a":[1,null]}']])
  })

  it('of a map with several entries, in any order', async () => {
    const { rows } = await query("SELECT MAP['k', 1, 'l', 2], MAP[1, 'a', 2, 'b, c', 3, CAST(NULL AS STRING)]")
    expect(rows[0]?.map((cell) => (cell as Cell[]).toSorted())).toEqual([[['k', '1'], ['l', '2']], [['1', 'a'], ['2', 'b, c'], ['3', null]]])
  })

  it('of a multiset', async () => {
    const { rows } = await query("SELECT COLLECT(x) FROM (VALUES ('a'), ('a'), ('b')) AS t(x)")
    expect((rows[0]?.[0] as Cell[]).toSorted()).toEqual([['a', '2'], ['b', '1']])
  })

  it('with the parameters of their types', async () => {
    const { columns } = await query("SELECT CAST(1 AS DECIMAL(7, 3)) d, ARRAY[CAST('x' AS VARCHAR(5))] a, MAP['k', 1] m, CAST(ROW(1) AS ROW<f INT NOT NULL>) r, INTERVAL '4' HOUR i")
    expect(columns).toMatchObject([
      { name: 'd', type: { type: 'DECIMAL', nullable: false, precision: 7, scale: 3 } },
      { name: 'a', type: { type: 'ARRAY', element_type: { type: 'VARCHAR', length: 5 } } },
      { name: 'm', type: { type: 'MAP', key_type: { type: 'CHAR' }, value_type: { type: 'INTEGER' } } },
      { name: 'r', type: { type: 'ROW', fields: [{ name: 'f', field_type: { type: 'INTEGER', nullable: false } }] } },
      { name: 'i', type: { type: 'INTERVAL_DAY_TIME', resolution: 'SECOND', fractional_precision: 3 } },
    ])
  })

  it('renders instants in the wanted zone, whatever the zone of the session', async () => {
    const statement = "SELECT TO_TIMESTAMP_LTZ(1769821323456, 3) AS at_time"
    expect((await query(statement)).rows).toEqual([['2026-01-31 01:02:03.456']])
    expect((await query(statement, { timeZone: 'Asia/Kolkata' })).rows).toEqual([['2026-01-31 06:32:03.456']])
    const properties = { 'table.local-time-zone': 'Asia/Kolkata' }
    expect((await query(statement, { properties })).rows).toEqual([['2026-01-31 01:02:03.456']])
    expect((await query(statement, { properties, timeZone: 'Asia/Kolkata' })).rows).toEqual([['2026-01-31 06:32:03.456']])
  })

  it('of a result of many pages, none lost and none twice', async () => {
    const session = valueOf(await gateway.openSession(real.gatewayEndpoint, { name: 'many', properties: { 'execution.runtime-mode': 'batch' } }))
    valueOf(await gateway.configure(real.gatewayEndpoint, session, "CREATE TABLE many (id INT) WITH ('connector' = 'datagen', 'number-of-rows' = '60000', 'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '60000')"))
    const operation = valueOf(await gateway.execute(real.gatewayEndpoint, session, { statement: 'SELECT id FROM many' }))
    const seen = new Set<Cell | undefined>()
    for (let token = 0; ; ) {
      const page = valueOf(await gateway.fetchPage(real.gatewayEndpoint, session, operation, token))
      for (const { row } of page.rows) {
        expect(seen.has(row[0])).toBe(false)
        seen.add(row[0])
      }
      if (page.state === 'end') break
      token = page.nextToken ?? token
    }
    expect(seen.size).toBe(60_000)
    await gateway.closeSession(real.gatewayEndpoint, session)
  })
})

describe('failures of real Flink', () => {
  it.each([
    ['SELECT * FROM nope', /^'nope' was not found.*\(line 1, column 15\)\. .*SHOW TABLES/],
    ['SELECT nope FROM (VALUES (1)) AS t(id)', /^Column 'nope' was not found .*\(line 1, column 8\)/],
    ['SELECT nope(1)', /^There is no function nope\(<NUMERIC>\) \(line 1, column 8\)/],
    ['SELECT id FROM t WHERE GROUP BY', /^Syntax error near the keyword 'GROUP' \(line 1, column 24\)/],
    ['SELECT 1; SELECT 2', /^More than one statement/],
    ['SELECT SUM(x) FROM (VALUES (\'a\')) AS t(x)', /^Cannot apply 'SUM'.*Supported: SUM\(<NUMERIC>\)\./],
    ['SELECT CAST(x AS INT) FROM (VALUES (\'abc\')) AS t(x)', /abc/],
    ["SELECT OBJECT_OF('com.example.User', 'a', 1)", /structured type.*Cast it/],
  ])('%s', async (statement, expected) => {
    const failure = await query(statement, { executionConfig: { 'restart-strategy.type': 'none' } }).then(() => '', (error: Error) => error.message)
    expect(failure.replace(/^rejected: /, '')).toMatch(expected)
  })

  it('of an operation and a page that are gone', async () => {
    const session = valueOf(await gateway.openSession(real.gatewayEndpoint, { name: 'gone', properties: {} }))
    expect(await gateway.fetchPage(real.gatewayEndpoint, session, crypto.randomUUID(), 0)).toMatchObject(refusal('not-found'))
    const operation = valueOf(await gateway.execute(real.gatewayEndpoint, session, { statement: 'SHOW CATALOGS' }))
    await waitFor(async () => (valueOf(await gateway.fetchPage(real.gatewayEndpoint, session, operation, 0)).state === 'not-ready' ? undefined : true), 'the answer')
    expect(await gateway.fetchPage(real.gatewayEndpoint, session, operation, 7)).toMatchObject(refusal('not-found'))
    valueOf(await gateway.closeSession(real.gatewayEndpoint, session))
    expect(await gateway.execute(real.gatewayEndpoint, session, { statement: 'SHOW CATALOGS' })).toMatchObject(refusal('not-found'))
  })
})

it('warms a gateway without leaving anything', async () => {
  expect(await warmGateway(gateway, real.gatewayEndpoint)).toBe(true)
  expect(await warmGateway(gateway, 'http://127.0.0.1:9')).toBe(false)
})

describe('Flink', () => flinkContract(underTest))
describe('SQL gateway', () => gatewayContract(underTest))

it('no job is left', async () => {
  const cluster = await waitFor(async () => {
    const seen = valueOf(await flink.observeCluster(real.jobManagerEndpoint, 1))
    return Object.values(seen.jobs).every((job) => ['FINISHED', 'CANCELED', 'FAILED'].includes(job.state)) ? seen : undefined
  }, 'every job has ended')
  expect(cluster.slotsAvailable).toBe(cluster.slotsTotal)
})
