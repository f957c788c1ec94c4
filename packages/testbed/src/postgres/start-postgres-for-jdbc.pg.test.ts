import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPostgresForJdbc, type TestJdbcDatabase } from './start-postgres-for-jdbc.ts'

let shop: TestJdbcDatabase

beforeAll(async () => {
  shop = await startPostgresForJdbc()
})
afterAll(async () => {
  await shop?.stop()
})

test('the role makes tables, writes and reads', async () => {
  expect(shop.jdbcUrl).toMatch(/^jdbc:postgresql:\/\/127\.0\.0\.1:\d+\/shop_\w+$/)
  await shop.query('CREATE TABLE customers (id BIGINT PRIMARY KEY, name TEXT)')
  await shop.query('INSERT INTO customers VALUES ($1, $2)', [1, 'first'])
  expect(await shop.query('SELECT name FROM customers')).toEqual([{ name: 'first' }])
})

test('the role may do nothing else on the server', async () => {
  await expect(shop.query('CREATE ROLE intruder')).rejects.toThrow(/permission denied/)
  await expect(shop.query('CREATE DATABASE another')).rejects.toThrow(/permission denied/)
})

test('on a server that runs already, a second database is apart from the first and gone after stop', async () => {
  const adminUrl = `postgres://admin:admin@127.0.0.1:${new URL(shop.url).port}/postgres`
  const second = await startPostgresForJdbc({ adminUrl })
  const crossing = new pg.Client({ connectionString: second.url.replace(second.database, shop.database) })
  await expect(crossing.connect()).rejects.toThrow(/permission denied for database/)
  await second.query('CREATE TABLE mine (id INT)')
  await second.stop()
  await second.stop()
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  const left = await admin.query('SELECT datname FROM pg_database WHERE datname = $1', [second.database])
  await admin.end()
  expect(left.rows).toEqual([])
})
