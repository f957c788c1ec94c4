import { assert, constantFrom, property, string, uniqueArray } from 'fast-check'
import type { CatalogChange, CatalogObject } from '@headgate/domain'
import { quoteString } from '@headgate/sql'
import { expect, test } from 'vitest'
import { catalogChange, type DdlAnswers } from './catalog-change.ts'
import { catalogOf, read, sessionOf, tableOf, viewOf } from './fixtures.ts'
import { quotePath } from './quote-path.ts'
import { renderSession } from './render-session.ts'

// As Flink 2.3.0 answers.
const shown = `CREATE TABLE \`env-abc123\`.\`default\`.\`orders\` (
  \`id\` BIGINT NOT NULL COMMENT 'the ''id''',
  \`name\` VARCHAR(2147483647),
  \`t\` TIMESTAMP(3),
  \`a\`\`b\` ROW<\`x\` INT NOT NULL, \`y z\` ARRAY<VARCHAR(2147483647)>>,
  \`up\` AS UPPER(\`name\`),
  \`part\` INT METADATA FROM 'partition' VIRTUAL COMMENT 'pc',
  WATERMARK FOR \`t\` AS \`t\` - INTERVAL '5' SECOND,
  CONSTRAINT \`pk\` PRIMARY KEY (\`id\`) NOT ENFORCED
)
COMMENT 'tab''le'
DISTRIBUTED BY HASH(\`id\`) INTO 4 BUCKETS
PARTITIONED BY (\`name\`)
WITH (
  'connection' = 'kk',
  'connector' = 'upsert-kafka',
  'password' = '{{sql.secrets.pw}}',
  'topic' = 'x''y'
)

`
const described: DdlAnswers['describe'] = [
  ['id', 'BIGINT', false, 'PRI(id)', null, null, "the 'id'"],
  ['name', 'STRING', true, null, null, null, null],
  ['t', 'TIMESTAMP(3) *ROWTIME*', 'TRUE', null, null, "`t` - INTERVAL '5' SECOND", null],
  ['a`b', 'ROW<`x` INT NOT NULL, `y z` ARRAY<STRING>>', true, null, null, null, null],
  ['up', 'STRING', true, null, 'AS UPPER(`name`)', null, null],
  ['part', 'INT', true, null, "METADATA FROM 'partition' VIRTUAL", null, 'pc'],
]

const change = (sql: string, answers: DdlAnswers = {}, objects: CatalogObject[] = [], databases: string[] = []) => {
  const result = catalogChange({ read: read(sql), catalog: catalogOf(objects, databases), currentDatabase: 'default', answers, nowMs: 7 })
  if (!result.ok) throw new Error(result.message)
  return result.value
}
const put = (changes: CatalogChange[]) => {
  const found = changes.find((each) => each.kind === 'put-object')
  if (found === undefined) throw new Error('no put-object')
  return found
}

test('a created table is stored as Flink describes it', () => {
  const { object, expectedVersion } = put(change('CREATE TABLE orders (x INT)', { showCreate: shown, describe: described }))
  expect(expectedVersion).toBe(0)
  expect(object.definition).toMatch(/^CREATE TABLE `default`\.`orders` \(/)
  expect(object).toMatchObject({
    database: 'default', name: 'orders', kind: 'table', comment: "tab'le", version: 1, createdAtMs: 7,
    options: { connection: 'kk', connector: 'upsert-kafka', password: '{{sql.secrets.pw}}', topic: "x'y" },
    distribution: { columns: ['id'], buckets: 4 },
    partitionKeys: ['name'],
    watermark: { column: 't', expression: "`t` - INTERVAL '5' SECOND" },
  })
  expect(object.columns.map((column) => [column.name, column.kind, column.dataTypeText, column.type.nullable])).toEqual([
    ['id', 'physical', 'BIGINT', false], ['name', 'physical', 'STRING', true], ['t', 'physical', 'TIMESTAMP(3)', true],
    ['a`b', 'physical', 'ROW<`x` INT NOT NULL, `y z` ARRAY<STRING>>', true], ['up', 'computed', 'STRING', true], ['part', 'metadata', 'INT', true],
  ])
  expect(object.columns[0]).toMatchObject({ primaryKeyPosition: 1, comment: "the 'id'" })
  expect(object.columns[4]).toMatchObject({ expression: 'UPPER(`name`)' })
  expect(object.columns[5]).toMatchObject({ metadataKey: 'partition', virtual: true })
})

test('a created view keeps its query, under the environment id also where the display name was written', () => {
  const showCreate = 'CREATE VIEW `Shop`.`default`.`v` (\n  `id`\n)\nCOMMENT \'c\'\nAS SELECT `Shop`.`id`, `Shop`.`a`.`b` AS `x`, `r`.`Shop`.`default`.`f` AS `y`\nFROM `Shop`.`default`.`t` AS `Shop`\n'
  const { object } = put(change('CREATE VIEW `Shop`.`default`.v AS SELECT 1 AS id', { showCreate, describe: [['id', 'BIGINT', true, null, null, null]] }))
  expect(object.kind).toBe('view')
  expect(object.comment).toBe('c')
  expect(object.query).toContain('FROM `env-abc123`.`default`.`t` AS `Shop`')
  expect(object.query).toContain('SELECT `Shop`.`id`, `Shop`.`a`.`b` AS `x`, `r`.`Shop`.`default`.`f` AS `y`')
  expect(object.definition).toContain('CREATE VIEW `default`.`v` (')
})

test('ALTER counts the version up and keeps the time of creation', () => {
  const old = { ...tableOf('default', 'orders', { connector: 'print' }), version: 4, createdAtMs: 3 }
  const { object, expectedVersion } = put(change("ALTER TABLE orders SET ('a'='b')", { showCreate: shown, describe: described }, [old]))
  expect([expectedVersion, object.version, object.createdAtMs, object.updatedAtMs]).toEqual([4, 5, 3, 7])
})

test('RENAME needs no answer and keeps everything but the name', () => {
  const old = { ...viewOf('default', 'v', 'SELECT 1 AS `id`'), version: 2 }
  const changes = change('ALTER VIEW v RENAME TO `w x`', {}, [old])
  expect(changes[0]).toEqual({ kind: 'remove-object', database: 'default', name: 'v', expectedVersion: 2 })
  expect(put(changes)).toMatchObject({ expectedVersion: 0, object: { name: 'w x', version: 1, query: 'SELECT 1 AS `id`' } })
  expect(put(changes).object.definition).toContain('CREATE VIEW `default`.`w x` (')
})

test('DROP and databases', () => {
  const t = tableOf('d', 't', { connector: 'print' })
  expect(change('DROP TABLE d.t', {}, [t], ['d'])).toEqual([{ kind: 'remove-object', database: 'd', name: 't', expectedVersion: 1 }])
  expect(change('DROP DATABASE d CASCADE', {}, [t], ['d'])).toEqual([
    { kind: 'remove-object', database: 'd', name: 't', expectedVersion: 1 },
    { kind: 'remove-database', name: 'd', expectedVersion: 1 },
  ])
  expect(change("CREATE DATABASE d COMMENT 'c'")).toEqual([{ kind: 'put-database', database: { name: 'd', comment: 'c', version: 1 }, expectedVersion: 0 }])
  expect(change('DROP TABLE IF EXISTS nope')).toEqual([])
})

test('an answer that is missing is no empty table', () => {
  const result = catalogChange({ read: read('CREATE TABLE n (a INT)'), catalog: catalogOf(), currentDatabase: 'default', answers: {}, nowMs: 7 })
  expect(result.ok).toBe(false)
})

/** Names that need care: quotes, dots, reserved words, other scripts. No line breaks, which Flink has no spelling for. */
const anyName = () => string({ unit: constantFrom('a', 'Z', '`', "'", '.', ' ', '"', '\\', '-', '/', '*', '$', '(', 'é', '表', '_', ';', '{'), minLength: 1, maxLength: 8 })

test('a definition comes back unchanged in a session for ALTER, whatever the names', () => {
  assert(
    property(anyName(), anyName(), anyName(), (name, column, value) => {
      const showCreate = `CREATE TABLE ${quotePath('env-abc123', 'default', name)} (\n  ${quotePath(column)} BIGINT\n)\nWITH (\n  'connector' = 'x',\n  'k' = ${quoteString(value)}\n)\n`
      const create = put(change(`CREATE TABLE ${quotePath(name)} (a INT)`, { showCreate, describe: [[column, 'BIGINT', true, null, null, null]] }))
      expect(create.object.options).toEqual({ connector: 'x', k: value })
      const session = renderSession(sessionOf(`ALTER TABLE ${quotePath(name)} ADD b INT`, catalogOf([create.object]), { purpose: 'define' }))
      expect(session.ok && session.value.statements).toContain(showCreate.trim())
    }),
  )
})

test('every object that an identifier resolves to is in the session, and no name goes unquoted', () => {
  assert(
    property(uniqueArray(anyName(), { minLength: 1, maxLength: 4 }), anyName(), (names, database) => {
      const objects = names.map((name) => tableOf(database, name, { connector: 'datagen' }))
      const sql = `SELECT * FROM ${names.map((name) => quotePath(database, name)).join(', ')}`
      const session = renderSession(sessionOf(sql, catalogOf(objects, [database])))
      if (!session.ok) throw new Error(session.message)
      for (const name of names) {
        const creates = session.value.statements.filter((text) => text.startsWith(`CREATE TABLE ${quotePath('env-abc123', database, name)} (`))
        expect(creates).toHaveLength(1)
      }
      for (const text of session.value.statements) {
        const unquoted = text.replaceAll(/`(?:[^`]|``)*`/g, '').replaceAll(/'(?:[^']|'')*'/g, '')
        expect(unquoted).toMatch(/^[A-Z0-9a-z\s.,=()]*$/)
      }
    }),
  )
})
