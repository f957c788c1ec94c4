import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printDataType } from '../data-type/print-data-type.ts'
import { readStatement } from '../read/read-statement.ts'
import { arbitrarySql } from '../testing/arbitrary-sql.ts'
import { evaluateInformationSchema } from './evaluate-query.ts'
import { matchesLike } from './like.ts'
import type { MemoryTable } from './memory-table.ts'
import { parseInformationSchemaQuery } from './parse-query.ts'

const text = { type: 'VARCHAR', nullable: false, length: 2147483647 } as const
const number = { type: 'INTEGER', nullable: true } as const
const tables: Record<string, MemoryTable> = {
  SCHEMATA: { columns: [{ name: 'SCHEMA_NAME', type: text }], rows: [['INFORMATION_SCHEMA'], ['db']] },
  TABLES: {
    columns: [...['TABLE_CATALOG_ID', 'TABLE_SCHEMA', 'TABLE_NAME', 'TABLE_TYPE', 'IS_MATERIALIZED'].map((name) => ({ name, type: text })), { name: 'DISTRIBUTION_BUCKETS', type: number }],
    rows: [['env-1', 'db', 'orders', 'BASE TABLE', 'NO', '10'], ['env-1', 'db', 'v', 'VIEW', 'NO', null], ['env-1', 'other', 'x_y', 'BASE TABLE', 'NO', '9']],
  },
  COLUMNS: {
    columns: [...['TABLE_NAME', 'COLUMN_NAME', 'FULL_DATA_TYPE', 'IS_HIDDEN'].map((name) => ({ name, type: text })), { name: 'ORDINAL_POSITION', type: number }],
    rows: [['orders', 'id', 'BIGINT NOT NULL', 'NO', '1'], ['orders', '$rowtime', 'TIMESTAMP_LTZ(3)', 'YES', '2'], ['orders', 'z', 'INT', 'NO', '10']],
  },
}

function ask(sql: string): { names: string[]; types: string[]; rows: (string | null)[][] } | string {
  const read = readStatement(sql)
  const query = read.ok ? parseInformationSchemaQuery(read.value) : read
  const answer = query.ok ? evaluateInformationSchema(query.value, tables) : query
  if (!answer.ok) return answer.message
  return { names: answer.value.columns.map((column) => column.name), types: answer.value.columns.map((column) => printDataType(column.type)), rows: answer.value.rows }
}
const rows = (sql: string) => {
  const answer = ask(sql)
  return typeof answer === 'string' ? answer : answer.rows
}
const names = (where: string) => rows(`SELECT TABLE_NAME FROM INFORMATION_SCHEMA.\`TABLES\` WHERE ${where}`)

describe('what the clients ask', () => {
  it('dbt lists schemas and relations, with reserved words as aliases', () => {
    expect(ask("SELECT\n SCHEMA_NAME as schema\n FROM\n `env-1`.`INFORMATION_SCHEMA`.`SCHEMATA`\n WHERE\n `SCHEMA_NAME` <> 'INFORMATION_SCHEMA'")).toMatchObject({ names: ['schema'], rows: [['db']] })
    expect(ask("SELECT TABLE_CATALOG_ID as database, TABLE_NAME as name, TABLE_SCHEMA as schema, TABLE_TYPE as type FROM INFORMATION_SCHEMA.`TABLES` WHERE TABLE_CATALOG_ID = 'env-1' AND TABLE_SCHEMA = 'db'")).toMatchObject({
      names: ['database', 'name', 'schema', 'type'], rows: [['env-1', 'orders', 'db', 'BASE TABLE'], ['env-1', 'v', 'db', 'VIEW']],
    })
  })

  it('dbt compares columns and tables in one UNION ALL', () => {
    expect(ask(`/* {"app": "dbt"} */
      SELECT 'COLUMNS' AS section, COLUMN_NAME AS col_name, ORDINAL_POSITION AS dist_position, CAST(NULL AS STRING) AS is_materialized FROM INFORMATION_SCHEMA.\`COLUMNS\` WHERE IS_HIDDEN = 'NO' AND TABLE_NAME = 'orders'
      UNION ALL
      SELECT 'TABLES' AS section, CAST(NULL AS STRING) AS col_name, CAST(NULL AS INT) AS dist_position, IS_MATERIALIZED FROM INFORMATION_SCHEMA.\`TABLES\` WHERE TABLE_NAME = 'orders'`)).toEqual({
      names: ['section', 'col_name', 'dist_position', 'is_materialized'],
      types: ['VARCHAR(7) NOT NULL', 'VARCHAR(2147483647)', 'INT', 'VARCHAR(2147483647)'],
      rows: [['COLUMNS', 'id', '1', null], ['COLUMNS', 'z', '10', null], ['TABLES', null, null, 'NO']],
    })
  })

  it('mcp reads with every name in backquotes', () => {
    expect(rows("SELECT `TABLE_NAME`, `ORDINAL_POSITION` FROM `env-1`.`INFORMATION_SCHEMA`.`COLUMNS` WHERE `TABLE_NAME` = 'orders' AND `IS_HIDDEN` = 'NO'")).toEqual([['orders', '1'], ['orders', '10']])
  })
})

describe('the grammar', () => {
  it('selects, counts, sorts and limits', () => {
    expect(ask('SELECT * FROM INFORMATION_SCHEMA.SCHEMATA')).toMatchObject({ names: ['SCHEMA_NAME'], rows: [['INFORMATION_SCHEMA'], ['db']] })
    expect(rows('select distinct TABLE_SCHEMA from information_schema.`tables` order by 1 desc')).toEqual([['other'], ['db']])
    expect(rows("SELECT COUNT(*) AS n, 'x' FROM INFORMATION_SCHEMA.`TABLES` t WHERE t.TABLE_SCHEMA = 'db'")).toEqual([['2', 'x']])
    expect(rows('SELECT COLUMN_NAME FROM INFORMATION_SCHEMA.`COLUMNS` ORDER BY ORDINAL_POSITION DESC LIMIT 2')).toEqual([['z'], ['$rowtime']])
    expect(rows('SELECT TABLE_NAME, UPPER(TABLE_TYPE) u FROM INFORMATION_SCHEMA.`TABLES` ORDER BY DISTRIBUTION_BUCKETS, TABLE_NAME LIMIT 1')).toEqual([['v', 'VIEW']])
    expect(rows("SELECT CAST(ORDINAL_POSITION AS STRING), CAST('7' AS BIGINT) FROM INFORMATION_SCHEMA.`COLUMNS` WHERE COLUMN_NAME = 'z'")).toEqual([['10', '7']])
  })

  it('compares numbers as numbers', () => {
    expect(names('DISTRIBUTION_BUCKETS > 9')).toEqual([['orders']])
    expect(names("DISTRIBUTION_BUCKETS >= '9'")).toEqual([['orders'], ['x_y']])
    expect(names('9 < DISTRIBUTION_BUCKETS')).toEqual([['orders']])
  })

  it('has three truth values', () => {
    expect(names('DISTRIBUTION_BUCKETS <> 10')).toEqual([['x_y']])
    expect(names('NOT DISTRIBUTION_BUCKETS = 10')).toEqual([['x_y']])
    expect(names('DISTRIBUTION_BUCKETS = NULL OR DISTRIBUTION_BUCKETS <> NULL')).toEqual([])
    expect(names('DISTRIBUTION_BUCKETS NOT IN (10, NULL)')).toEqual([])
    expect(names('DISTRIBUTION_BUCKETS IN (10, NULL)')).toEqual([['orders']])
    expect(names('DISTRIBUTION_BUCKETS = 1 OR TRUE')).toEqual([['orders'], ['v'], ['x_y']])
    expect(names('DISTRIBUTION_BUCKETS IS NULL AND NOT (FALSE)')).toEqual([['v']])
    expect(names("DISTRIBUTION_BUCKETS IS NOT NULL AND (TABLE_SCHEMA = 'db' OR TABLE_SCHEMA != 'db')")).toEqual([['orders'], ['x_y']])
  })

  it('binds AND stronger than OR', () => {
    expect(names("TABLE_NAME = 'v' OR TABLE_SCHEMA = 'db' AND TABLE_NAME = 'none'")).toEqual([['v']])
  })

  it('matches patterns', () => {
    expect(names("TABLE_NAME LIKE 'o%s'")).toEqual([['orders']])
    expect(names("TABLE_NAME LIKE '___'")).toEqual([['x_y']])
    expect(names("TABLE_NAME LIKE '%#_%' ESCAPE '#'")).toEqual([['x_y']])
    expect(names("LOWER(TABLE_TYPE) NOT LIKE 'base%'")).toEqual([['v']])
  })

  it.each([
    ['SELECT a FROM INFORMATION_SCHEMA.`TABLES` GROUP BY a', /GROUP.*may use/],
    ['SELECT * FROM INFORMATION_SCHEMA.`TABLES` JOIN INFORMATION_SCHEMA.`COLUMNS` ON TRUE', /JOIN.*may use/],
    ['SELECT CASE WHEN TRUE THEN 1 END FROM INFORMATION_SCHEMA.`TABLES`', /may use/],
    ['SELECT SUM(x) FROM INFORMATION_SCHEMA.`TABLES`', /function SUM/],
    ['SELECT * FROM (SELECT * FROM INFORMATION_SCHEMA.`TABLES`)', /a view of INFORMATION_SCHEMA/],
    ['SELECT * FROM t WHERE INFORMATION_SCHEMA.x = 1', /view of INFORMATION_SCHEMA/],
    ['WITH x AS (SELECT * FROM INFORMATION_SCHEMA.`TABLES`) SELECT * FROM x', /SELECT/],
    ['SELECT * FROM INFORMATION_SCHEMA.NONE', /no view 'NONE'.*SCHEMATA, TABLES, COLUMNS/],
    ['SELECT * FROM INFORMATION_SCHEMA.constructor', /no view/],
    ['SELECT none FROM INFORMATION_SCHEMA.`TABLES`', /no column 'none'.*TABLE_CATALOG_ID/],
    ['SELECT x.TABLE_NAME FROM INFORMATION_SCHEMA.`TABLES` AS t', /'x' is not the name/],
    ['SELECT COUNT(*), TABLE_NAME FROM INFORMATION_SCHEMA.`TABLES`', /GROUP BY/],
    ['SELECT TABLE_NAME FROM INFORMATION_SCHEMA.`TABLES` ORDER BY none', /no column 'none'/],
    ['SELECT TABLE_NAME FROM INFORMATION_SCHEMA.`TABLES` ORDER BY 2', /ORDER BY names '2'/],
    ['SELECT TABLE_NAME FROM INFORMATION_SCHEMA.`TABLES` UNION ALL SELECT 1, 2 FROM INFORMATION_SCHEMA.`TABLES`', /equally many/],
    ['SELECT TABLE_NAME FROM INFORMATION_SCHEMA.`TABLES` UNION ALL SELECT 1 FROM INFORMATION_SCHEMA.`TABLES`', /CAST/],
    ['SELECT TABLE_NAME FROM INFORMATION_SCHEMA.`TABLES` UNION SELECT TABLE_NAME FROM INFORMATION_SCHEMA.`TABLES`', /UNION.*may use/],
  ])('refuses %s', (sql, message) => {
    expect(ask(sql)).toMatch(message)
  })

  it('never throws, even for long and deep ones', () => {
    const deep = `SELECT * FROM INFORMATION_SCHEMA.\`TABLES\` WHERE ${'('.repeat(10_000)}TRUE${')'.repeat(10_000)}`
    expect(ask(deep)).toMatch(/deeply/)
    const long = `SELECT * FROM INFORMATION_SCHEMA.\`TABLES\` WHERE ${"TABLE_NAME = 'v' AND NOT NOT ".repeat(5_000)} TRUE`
    expect(rows(long)).toHaveLength(1)
    fc.assert(fc.property(arbitrarySql, (sql) => void ask(`SELECT TABLE_NAME, ${sql} FROM INFORMATION_SCHEMA.\`TABLES\` WHERE ${sql}`)), { numRuns: 500 })
  })
})

describe('matchesLike', () => {
  it('agrees with a regular expression', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', '%', '_', '#', '💥'), maxLength: 8 })
    fc.assert(
      fc.property(short, short, (value, pattern) => {
        const expression = [...pattern].map((character) => (character === '%' ? '.*' : character === '_' ? '.' : character)).join('')
        expect(matchesLike(value, pattern)).toBe(new RegExp(`^${expression}$`, 'su').test(value))
      }),
    )
  })

  it('takes an escape, ignores case on demand, and is quick on hard patterns', () => {
    expect(matchesLike('50%', '50#%', '#')).toBe(true)
    expect(matchesLike('500', '50#%', '#')).toBe(false)
    expect(matchesLike('Orders', 'oRD%', undefined, true)).toBe(true)
    expect(matchesLike('a'.repeat(3000), `${'%a'.repeat(500)}b`)).toBe(false)
  })
})
