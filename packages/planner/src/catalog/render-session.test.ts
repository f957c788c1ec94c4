import { describe, expect, test } from 'vitest'
import { catalogOf, kafkaConnection, sessionOf, tableOf, viewOf } from './fixtures.ts'
import { renderSession } from './render-session.ts'
import { sessionConnections } from './session-connections.ts'
import type { SessionInput } from './session-plan.ts'

const value = (input: SessionInput) => {
  const plan = renderSession(input)
  if (!plan.ok) throw new Error(plan.message)
  return plan.value
}
const refusal = (input: SessionInput) => {
  const plan = renderSession(input)
  return plan.ok ? 'not refused' : `${plan.reason}: ${plan.message}`
}

const orders = tableOf('default', 'orders', { connector: 'datagen' })
const people = tableOf('sales', 'people', { connector: 'filesystem', path: 'file:///files/x', format: 'json', 'source.monitor-interval': '1 s' })
const topic = tableOf('default', 'topic', { connector: 'kafka', connection: 'kk', topic: 'a', 'value.format': 'json', 'sink.delivery-guarantee': 'exactly-once' })
const newest = viewOf('default', 'newest', 'SELECT `orders`.`id` FROM `env-abc123`.`default`.`orders` AS `orders`')
const both = viewOf('sales', 'both', 'SELECT `n`.`id` FROM `env-abc123`.`default`.`newest` AS `n` JOIN `env-abc123`.`sales`.`people` AS `p` ON `n`.`id` = `p`.`id`')
const catalog = catalogOf([both, newest, orders, people, topic], ['sales', 'unused'])

describe('what is in a session', () => {
  test('catalog, databases, objects closed over views in their order', () => {
    const plan = value(sessionOf('SELECT * FROM sales.`both`', catalog))
    expect(plan.statements.map((text) => text.replaceAll(/\s+/g, ' ').slice(0, 60))).toEqual([
      'CREATE DATABASE IF NOT EXISTS `env-abc123`.`sales`',
      'CREATE TABLE `env-abc123`.`default`.`orders` ( `id` BIGINT, ',
      'CREATE VIEW `env-abc123`.`default`.`newest` ( `id` ) AS SELE',
      'CREATE TABLE `env-abc123`.`sales`.`people` ( `id` BIGINT, `v',
      'CREATE VIEW `env-abc123`.`sales`.`both` ( `id` ) AS SELECT `',
    ])
    expect(plan.properties).toMatchObject({ 'table.builtin-catalog-name': 'env-abc123', 'table.builtin-database-name': 'default' })
    expect(plan.statement).toBe('SELECT * FROM sales.`both`')
    expect(plan.directories).toEqual(['file:///files/x'])
  })

  test('a second catalog where the display name is written', () => {
    const plan = value(sessionOf('SELECT * FROM `Shop`.`default`.`orders`', catalog))
    expect(plan.statements.filter((text) => text.includes('`orders`')).map((text) => text.split('(')[0])).toEqual([
      'CREATE TABLE `env-abc123`.`default`.`orders` ', 'CREATE TABLE `Shop`.`default`.`orders` ',
    ])
  })

  test('CREATE DATABASE under the display name finds that catalog', () => {
    const plan = value(sessionOf('CREATE DATABASE `Shop`.n', catalog, { purpose: 'define' }))
    expect(plan.statements.filter((text) => text.startsWith('CREATE CATALOG'))).toEqual(["CREATE CATALOG `Shop` WITH ('type'='generic_in_memory', 'default-database'='default')"])
  })

  test('a name that only looks like a table costs nothing when its connection is missing', () => {
    const far = tableOf('sales', 'id', { connector: 'kafka', connection: 'gone', topic: 'a', 'value.format': 'json' })
    const plan = value(sessionOf('SELECT id FROM orders', catalogOf([orders, far], ['sales'])))
    expect(plan.statements.join('\n')).not.toContain('`sales`.`id`')
  })

  test('a view whose input is gone is named', () => {
    expect(refusal(sessionOf('SELECT * FROM newest', catalogOf([newest])))).toBe(
      'not-found: View `env-abc123`.`default`.`newest` reads from `env-abc123`.`default`.`orders`, which does not exist any more: create it again, or drop the view.',
    )
  })
})

describe('properties', () => {
  test('the current catalog may be called by either name; the current database must exist', () => {
    const elsewhere = value(sessionOf('SELECT * FROM `default`.orders', catalog, { properties: { 'sql.current-catalog': 'Shop', 'sql.current-database': 'sales' } }))
    expect(elsewhere.properties).toMatchObject({ 'table.builtin-catalog-name': 'env-abc123', 'table.builtin-database-name': 'sales' })
    expect(elsewhere.statements[0]).toBe('CREATE DATABASE IF NOT EXISTS `env-abc123`.`default`')
    expect(refusal(sessionOf('SELECT 1', catalog, { properties: { 'sql.current-catalog': 'nope' } }))).toContain("Catalog 'nope' does not exist")
    expect(refusal(sessionOf('SELECT 1', catalog, { properties: { 'sql.current-database': 'nope' } }))).toContain("'nope', which does not exist")
    expect(value(sessionOf('CREATE DATABASE nope', catalog, { purpose: 'define', properties: { 'sql.current-database': 'nope' } })).currentDatabase).toBe('default')
  })

  test('what belongs to the pool is refused, what a query may set goes through', () => {
    expect(refusal(sessionOf('SELECT 1', catalog, { properties: { 'execution.checkpointing.dir': 'file:///' } }))).toContain("'execution.checkpointing.dir' is refused")
    const plan = value(sessionOf('SELECT 1', catalog, { properties: { 'sql.state-ttl': '1 h', 'parallelism.default': '3', 'sql.local-time-zone': 'Europe/Berlin', 'table.exec.mini-batch.enabled': 'true', 'sql.secrets.x': 'y', 'client.service-account': 'z' } }))
    expect(plan.properties).toMatchObject({ 'execution.runtime-mode': 'streaming', 'table.exec.state.ttl': '1 h', 'parallelism.default': '3', 'table.local-time-zone': 'Europe/Berlin', 'table.exec.mini-batch.enabled': 'true' })
    expect(JSON.stringify(plan)).not.toContain('sql.secrets')
  })
})

describe('options of tables that run', () => {
  test('a connection by name becomes its address and credentials; names outside are the statement\'s own', () => {
    const text = value(sessionOf('INSERT INTO topic SELECT * FROM orders', catalog, { connections: [kafkaConnection] })).statements.find((each) => each.includes('`topic`'))
    expect(text).toContain("'properties.bootstrap.servers' = 'broker:9092'")
    expect(text).toContain('required username="u" password="p\\"w";')
    expect(text).toContain("'sink.transactional-id-prefix' = 'headgate-my-statement-0f8fad5b-d9cb-469f-a165-70867728950e-default.topic'")
    expect(text).toContain("'properties.transaction.timeout.ms' = '900000'")
    expect(text).not.toContain("'connection'")
  })

  test("a group of the user's own becomes the start of the derived one", () => {
    const topic = tableOf('default', 'own', { connector: 'kafka', topic: 't', format: 'json', 'properties.bootstrap.servers': 'broker:9092', 'properties.group.id': 'mine' })
    const text = value(sessionOf('SELECT * FROM own', catalogOf([topic]))).statements.join('\n')
    expect(text).toContain("'properties.group.id' = 'mine-headgate-my-statement-0f8fad5b-d9cb-469f-a165-70867728950e'")
  })

  test('a missing connection or secret is named', () => {
    expect(refusal(sessionOf('SELECT * FROM topic', catalog))).toContain("Table 'default.topic' uses the connection 'kk', which does not exist")
    const secret = tableOf('default', 's', { connector: 'jdbc', password: '{{sql.secrets.pw}}' })
    expect(refusal(sessionOf('SELECT * FROM s', catalogOf([secret])))).toContain("needs the secret 'pw'")
    expect(value(sessionOf('SELECT * FROM s', catalogOf([secret]), { properties: { 'sql.secrets.pw': "it's" } })).statements.join()).toContain("'password' = 'it''s'")
  })

  test('secrets and connections in the statement itself', () => {
    const sql = "SELECT '{{sql.secrets.a}}' FROM topic /*+ OPTIONS('connection'='kk', 'sink.transactional-id-prefix'='p') */"
    const plan = value(sessionOf(sql, catalog, { connections: [kafkaConnection], properties: { 'sql.secrets.a': "x'y" } }))
    expect(plan.statement).toContain("SELECT 'x''y'")
    expect(plan.statement).toContain("'properties.bootstrap.servers' = 'broker:9092'")
    expect(plan.statement).toContain("'sink.transactional-id-prefix' = 'p-headgate-my-statement-")
    expect(plan.statement).not.toContain("'connection'")
  })

  test('what a connection or a secret brings must pass the gate as well', () => {
    const evil = { ...kafkaConnection, endpoint: '169.254.169.254:80' }
    expect(refusal(sessionOf('SELECT * FROM topic', catalog, { connections: [evil] }))).toContain("'properties.bootstrap.servers' is refused")
    const outside = tableOf('default', 'f', { connector: 'filesystem', format: 'json', path: 'file:///etc' })
    expect(refusal(sessionOf('SELECT * FROM f', catalogOf([outside])))).toContain('below file:///files')
  })

  test('two exactly-once writers of one table are refused', () => {
    const sql = 'EXECUTE STATEMENT SET BEGIN INSERT INTO topic SELECT * FROM orders; INSERT INTO topic SELECT * FROM orders; END'
    expect(refusal(sessionOf(sql, catalog, { connections: [kafkaConnection] }))).toContain('UNION ALL')
  })
})

describe('snapshots', () => {
  const now = { 'sql.snapshot.mode': 'now' }
  test('run in batch mode over sources that end', () => {
    const plan = value(sessionOf('SELECT * FROM topic, sales.people', catalog, { properties: now, connections: [kafkaConnection] }))
    expect(plan.runtimeMode).toBe('batch')
    expect(plan.properties['execution.runtime-mode']).toBe('batch')
    expect(plan.statements.join()).toContain("'scan.bounded.mode' = 'latest-offset'")
    expect(plan.statements.join()).not.toContain('monitor-interval')
  })

  test('refuse what never ends, unless a hint bounds it', () => {
    expect(refusal(sessionOf('SELECT * FROM orders', catalog, { properties: now }))).toContain("'number-of-rows'")
    expect(value(sessionOf("SELECT * FROM orders /*+ OPTIONS('number-of-rows'='3') */", catalog, { properties: now })).runtimeMode).toBe('batch')
  })

  test('read upsert tables in streaming mode', () => {
    const upsert = tableOf('default', 'u', { connector: 'upsert-kafka', connection: 'kk', topic: 'u' })
    const plan = value(sessionOf('SELECT * FROM u', catalogOf([upsert]), { properties: now, connections: [kafkaConnection] }))
    expect(plan.runtimeMode).toBe('streaming')
    expect(plan.statements.join()).toContain("'scan.bounded.mode' = 'latest-offset'")
  })
})

describe('definitions', () => {
  const define = { purpose: 'define' as const }
  test('a table without a connector becomes files, or a topic', () => {
    const files = value(sessionOf('CREATE TABLE `sales`.`n` (a INT)', catalog, define)).statement
    expect(files).toContain("'path' = 'file:///files/sales/n/0f8fad5bd9cb/'")
    const environmentDefaults = { filesRootUri: 'file:///files', kafkaConnection }
    const append = value(sessionOf("CREATE TABLE n (a INT) DISTRIBUTED BY HASH(a) INTO 2 BUCKETS WITH ('changelog.mode'='append')", catalog, { ...define, environmentDefaults })).statement
    expect(append).toContain("'connector' = 'kafka'")
    expect(append).toContain("'connection' = 'kk'")
    expect(append).toContain("'key.fields' = 'a'")
    expect(append).toContain("'changelog.mode' = 'append'")
    expect(append).not.toContain('broker:9092')
    expect(append).toContain('DISTRIBUTED BY HASH(a) INTO 2 BUCKETS')
    expect(value(sessionOf('CREATE TABLE n (a INT, PRIMARY KEY (a) NOT ENFORCED)', catalog, { ...define, environmentDefaults })).statement).toContain("'connector' = 'upsert-kafka'")
  })

  test('what has a connector stays as written', () => {
    const sql = "CREATE TABLE n (a INT) WITH ('connector'='kafka', 'connection'='kk', 'password'='{{sql.secrets.x}}')"
    expect(value(sessionOf(sql, catalog, define)).statement).toBe(sql)
  })

  test('a table LIKE a default one gets a place of its own', () => {
    const source = tableOf('default', 'f', { connector: 'filesystem', format: 'json', path: 'file:///files/default/f/abc/' })
    expect(value(sessionOf('CREATE TABLE n LIKE f', catalogOf([source]), define)).statement.replaceAll(/\s+/g, ' ')).toBe("CREATE TABLE n WITH ( 'path' = 'file:///files/default/n/0f8fad5bd9cb/' ) LIKE f")
    expect(value(sessionOf('CREATE TABLE n LIKE f (EXCLUDING OPTIONS)', catalogOf([source]), define)).statement).toContain("'connector' = 'filesystem'")
  })

  test('ALTER sees options as written, CREATE VIEW sees tables that can be planned', () => {
    expect(value(sessionOf("ALTER TABLE topic SET ('a'='b')", catalog, define)).statements.join()).toContain("'connection' = 'kk'")
    expect(value(sessionOf('CREATE VIEW n AS SELECT * FROM topic', catalog, { ...define, connections: [kafkaConnection] })).statements.join()).toContain('broker:9092')
  })

  test('a view can be dropped when what it reads is gone', () => {
    expect(value(sessionOf('DROP VIEW newest', catalogOf([newest]), define)).statements).toContain('CREATE VIEW `env-abc123`.`default`.`newest` AS SELECT 1 AS `stub`')
  })

  test('DISTRIBUTED BY is cut out of what runs', () => {
    const distributed = { ...orders, definition: orders.definition.replace('WITH', 'DISTRIBUTED BY HASH(`id`) INTO 4 BUCKETS\nWITH') }
    expect(value(sessionOf('SELECT * FROM orders', catalogOf([distributed]))).statements.join()).not.toContain('DISTRIBUTED')
  })
})

test('the connections that a session needs', () => {
  expect(sessionConnections({ ...sessionOf('SELECT * FROM topic', catalog), defaultKafkaConnection: 'dd' })).toMatchObject({ value: ['dd', 'kk'] })
  expect(sessionConnections(sessionOf('SELECT * FROM orders', catalog))).toMatchObject({ value: [] })
})
