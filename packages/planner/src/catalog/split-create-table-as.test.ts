import type { CatalogColumn } from '@headgate/domain'
import { expect, test } from 'vitest'
import { read } from './fixtures.ts'
import { renderCreateTableFromQuery, splitCreateTableAs } from './split-create-table-as.ts'

const column = (name: string, dataTypeText: string, nullable = true): CatalogColumn => ({ name, dataTypeText, kind: 'physical', type: { type: 'BIGINT', nullable } })
const queryColumns = [column('id', 'BIGINT', false), column('my name', 'STRING')]
const render = (sql: string) => {
  const result = renderCreateTableFromQuery(read(sql), queryColumns)
  return result.ok ? { createTable: result.value.createTable.replaceAll(/\s+/g, ' '), insertInto: result.value.insertInto.replaceAll(/\s+/g, ' ') } : result.message
}

test('the columns of the query become those of the table', () => {
  expect(render('create table `e`.`d`.`t` as ( SELECT * FROM x );')).toEqual({
    createTable: 'create table `e`.`d`.`t` ( `id` BIGINT NOT NULL, `my name` STRING )',
    insertInto: 'INSERT INTO `e`.`d`.`t` (`id`, `my name`) ( SELECT * FROM x )',
  })
})

test('declared parts stay: generated columns first, then own columns, then the query with declared types', () => {
  const sql = "CREATE TABLE IF NOT EXISTS t (`my name` VARCHAR(9), extra INT, up AS UPPER(`my name`), WATERMARK FOR ts AS ts, PRIMARY KEY (id) NOT ENFORCED) COMMENT 'c' DISTRIBUTED BY HASH(id) INTO 3 BUCKETS WITH ('connector'='x') AS SELECT * FROM x"
  expect(render(sql)).toMatchObject({
    createTable:
      "CREATE TABLE IF NOT EXISTS t ( up AS UPPER(`my name`), extra INT, `id` BIGINT NOT NULL, `my name` VARCHAR(9), WATERMARK FOR ts AS ts, PRIMARY KEY (id) NOT ENFORCED ) COMMENT 'c' DISTRIBUTED BY HASH(id) INTO 3 BUCKETS WITH ('connector'='x')",
  })
})

test('bare names reorder and must all be there', () => {
  expect(render('CREATE TABLE t (`my name`, id) AS SELECT * FROM x')).toMatchObject({ createTable: 'CREATE TABLE t ( `my name` STRING, `id` BIGINT NOT NULL )' })
  expect(render('CREATE TABLE t (id) AS SELECT * FROM x')).toContain('each once: id, my name')
})

test('the query alone', () => {
  expect(splitCreateTableAs(read('CREATE TABLE t AS SELECT 1 AS a'))).toMatchObject({ query: 'SELECT 1 AS a', createView: 'CREATE TEMPORARY VIEW `__headgate_query` AS SELECT 1 AS a' })
  expect(splitCreateTableAs(read('SELECT 1'))).toBeUndefined()
})
