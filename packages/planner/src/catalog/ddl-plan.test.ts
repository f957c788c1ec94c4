import { expect, test } from 'vitest'
import { ddlPlan } from './ddl-plan.ts'
import { catalogOf, read, tableOf, viewOf } from './fixtures.ts'

const table = tableOf('default', 't', { connector: 'datagen' })
const view = viewOf('default', 'v', 'SELECT `t`.`id` FROM `env-abc123`.`default`.`t` AS `t`')
const catalog = catalogOf([table, view, tableOf('other', 'o', { connector: 'print' })], ['other', 'empty'])
const plan = (sql: string) => ddlPlan(read(sql), catalog, 'default')

test('asks Flink about what a CREATE made, under the catalog name that the user wrote', () => {
  expect(plan('CREATE TABLE n (a INT)')).toMatchObject({ ok: true, value: { nothingToDo: false, ask: { showCreate: 'SHOW CREATE TABLE `env-abc123`.`default`.`n`', describe: 'DESCRIBE EXTENDED `env-abc123`.`default`.`n`' } } })
  expect(plan('CREATE VIEW `Shop`.other.n AS SELECT 1 AS a')).toMatchObject({ value: { ask: { showCreate: 'SHOW CREATE VIEW `Shop`.`other`.`n`' } } })
})

test.each([
  ['CREATE TABLE t (a INT)', 'conflict', 'table already exists'],
  ['CREATE TABLE v (a INT)', 'conflict', 'view already exists'],
  ['CREATE VIEW t AS SELECT 1 AS a', 'conflict', 'table already exists'],
  ['CREATE TABLE nodb.t (a INT)', 'not-found', 'CREATE DATABASE'],
  ['CREATE TABLE nocat.db.t (a INT)', 'rejected', "Catalog 'nocat'"],
  ['CREATE TABLE n LIKE nope', 'not-found', 'does not exist'],
  ['DROP TABLE nope', 'not-found', 'does not exist'],
  ['DROP TABLE v', 'rejected', 'DROP VIEW'],
  ['DROP VIEW t', 'rejected', 'DROP TABLE'],
  ['ALTER TABLE nope RENAME TO x', 'not-found', 'does not exist'],
  ['ALTER TABLE t RENAME TO v', 'conflict', 'already exists'],
  ['CREATE DATABASE other', 'conflict', 'database already exists'],
  ['CREATE DATABASE `default`', 'conflict', 'database already exists'],
  ['CREATE DATABASE INFORMATION_SCHEMA', 'rejected', 'another name'],
  ['DROP DATABASE other', 'rejected', 'not empty (1 table'],
  ['DROP DATABASE `default` CASCADE', 'rejected', 'cannot be dropped'],
  ['DROP DATABASE nope', 'not-found', 'does not exist'],
])('%s is refused', (sql, reason, message) => {
  const refused = plan(sql)
  expect(refused).toMatchObject({ ok: false, reason })
  expect(refused.ok ? '' : refused.message).toContain(message)
})

test.each(['CREATE TABLE IF NOT EXISTS t (a INT)', 'DROP TABLE IF EXISTS nope', 'DROP VIEW IF EXISTS nope', 'CREATE DATABASE IF NOT EXISTS other', 'DROP DATABASE IF EXISTS nope'])(
  '%s changes nothing',
  (sql) => expect(plan(sql)).toMatchObject({ ok: true, value: { nothingToDo: true } }),
)
