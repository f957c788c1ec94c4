import { expect, test } from 'vitest'
import { answerFromCatalog } from './answer-from-catalog.ts'
import { catalogOf, objectOf, read, tableOf, viewOf } from './fixtures.ts'

const orders = objectOf(
  'default', 'orders',
  "CREATE TABLE `env-abc123`.`default`.`orders` (\n  `id` BIGINT NOT NULL,\n  `t` TIMESTAMP(3),\n  WATERMARK FOR `t` AS `t`,\n  CONSTRAINT `PK_id` PRIMARY KEY (`id`) NOT ENFORCED\n)\nDISTRIBUTED BY HASH(`id`) INTO 4 BUCKETS\nWITH (\n  'connector' = 'jdbc',\n  'password' = 'hunter2'\n)\n",
  [['id', 'BIGINT', false, 'PRI(id)', null, null], ['t', 'TIMESTAMP(3) *ROWTIME*', true, null, null, '`t`']],
)
const catalog = catalogOf([orders, viewOf('default', 'v', 'SELECT 1 AS `id`'), tableOf('sales', 'people', { connector: 'print' })], ['sales'])
const answer = (sql: string) => answerFromCatalog(read(sql), catalog, { currentCatalog: 'Shop', currentDatabase: 'default', nowMs: 1 })
const rows = (sql: string) => {
  const result = answer(sql)
  if (!result.ok) throw new Error(result.message)
  return result.value.rows
}
const refusal = (sql: string) => {
  const result = answer(sql)
  return result.ok ? 'not refused' : result.message
}

test('SHOW', () => {
  expect(rows('SHOW CATALOGS')).toEqual([['Shop', 'env-abc123']])
  expect(rows('SHOW DATABASES').map(([name]) => name)).toEqual(['INFORMATION_SCHEMA', 'default', 'sales'])
  expect(rows('SHOW TABLES')).toEqual([['orders'], ['v']])
  expect(rows("SHOW TABLES LIKE 'o%'")).toEqual([['orders']])
  expect(rows('SHOW TABLES FROM sales')).toEqual([['people']])
  expect(rows('SHOW VIEWS')).toEqual([['v']])
  expect(rows('SHOW CURRENT CATALOG')).toEqual([['Shop']])
  expect(rows('SHOW CURRENT DATABASE')).toEqual([['default']])
  expect(refusal('SHOW TABLES FROM nope')).toContain('does not exist')
})

test('SHOW CREATE prints the whole name and no literal secret', () => {
  const text = rows('SHOW CREATE TABLE orders')[0]![0]
  expect(text).toMatch(/^CREATE TABLE `env-abc123`\.`default`\.`orders` \(/)
  expect(text).toContain('DISTRIBUTED BY')
  expect(text).toContain("'password' = '******'")
  expect(text).not.toContain('hunter2')
  expect(refusal('SHOW CREATE TABLE v')).toContain('SHOW CREATE VIEW')
})

test('DESCRIBE prints as Flink does', () => {
  expect(rows('DESCRIBE orders')).toEqual([
    ['id', 'BIGINT', 'FALSE', 'PRI(id)', null, null],
    ['t', 'TIMESTAMP(3) *ROWTIME*', 'TRUE', null, null, '`t`'],
  ])
  expect(refusal('DESCRIBE nope')).toContain('Table or view `env-abc123`.`default`.`nope` does not exist')
})

test('USE and SET say how it is done', () => {
  expect(refusal('USE sales')).toContain("sql.current-database = 'sales'")
  expect(refusal("SET 'sql.state-ttl' = '1 h'")).toContain("'sql.state-ttl' = '1 h'")
})

// As the clients send them.
test('INFORMATION_SCHEMA of dbt-confluent', () => {
  expect(rows("SELECT SCHEMA_NAME as schema FROM `env-abc123`.`INFORMATION_SCHEMA`.`SCHEMATA` WHERE `SCHEMA_NAME` <> 'INFORMATION_SCHEMA'")).toEqual([['default'], ['sales']])
  expect(
    rows("SELECT TABLE_CATALOG_ID as database, TABLE_NAME as name, TABLE_SCHEMA as schema, TABLE_TYPE as type FROM INFORMATION_SCHEMA.`TABLES` WHERE TABLE_CATALOG_ID = 'env-abc123' AND TABLE_SCHEMA = 'default'"),
  ).toEqual([['env-abc123', 'orders', 'default', 'BASE TABLE'], ['env-abc123', 'v', 'default', 'VIEW']])
  expect(
    rows(
      "SELECT 'COLUMNS' AS section, COLUMN_NAME AS col_name, FULL_DATA_TYPE AS data_type, DISTRIBUTION_ORDINAL_POSITION AS dist_position, CAST(NULL AS STRING) AS option_key FROM INFORMATION_SCHEMA.`COLUMNS` WHERE TABLE_SCHEMA = 'default' AND IS_HIDDEN = 'NO' AND TABLE_NAME = 'orders' " +
        "UNION ALL SELECT 'TABLE_OPTIONS' AS section, OPTION_VALUE, CAST(NULL AS STRING), CAST(NULL AS INT), OPTION_KEY FROM INFORMATION_SCHEMA.`TABLE_OPTIONS` WHERE TABLE_NAME = 'orders'",
    ),
  ).toEqual([
    ['COLUMNS', 'id', 'BIGINT', '1', null],
    ['COLUMNS', 't', 'TIMESTAMP(3)', null, null],
    ['TABLE_OPTIONS', 'jdbc', null, null, 'connector'],
    ['TABLE_OPTIONS', '******', null, null, 'password'],
  ])
})

test('a catalog column is compared with either name of the catalog', () => {
  for (const condition of ["TABLE_CATALOG = 'env-abc123'", "'Shop' = TABLE_CATALOG_ID", "TABLE_CATALOG_ID IN ('Shop', 'x')", "NOT TABLE_CATALOG <> 'env-abc123'"]) {
    expect(rows(`SELECT TABLE_NAME FROM INFORMATION_SCHEMA.\`TABLES\` WHERE ${condition} AND TABLE_SCHEMA = 'sales'`)).toEqual([['people']])
  }
  expect(rows("SELECT TABLE_NAME FROM INFORMATION_SCHEMA.`TABLES` WHERE TABLE_NAME = 'Shop'")).toEqual([])
  expect(refusal('SELECT * FROM nope.INFORMATION_SCHEMA.`TABLES`')).toContain("Catalog 'nope'")
})

test('INFORMATION_SCHEMA of mcp-confluent', () => {
  expect(rows('SELECT `CATALOG_ID`, `CATALOG_NAME` FROM `env-abc123`.`INFORMATION_SCHEMA`.`CATALOGS`')).toEqual([['env-abc123', 'Shop']])
  expect(rows("SELECT `IS_WATERMARKED`, `WATERMARK_COLUMN`, `DISTRIBUTION_BUCKETS` FROM `env-abc123`.`INFORMATION_SCHEMA`.`TABLES` WHERE `TABLE_NAME` = 'orders'")).toEqual([['YES', 't', '4']])
})
