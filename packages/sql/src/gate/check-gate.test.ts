import { describe, expect, it } from 'vitest'
import { readStatement } from '../read/read-statement.ts'
import { aPolicy, fileTable, kafkaTable } from '../testing/a-policy.ts'
import { benignStatements } from '../testing/benign-statements.ts'
import { hostileStatements, hostileVectors } from '../testing/hostile-statements.ts'
import { sourcePosition } from '../text/source-position.ts'
import { checkGate } from './check-gate.ts'
import { checkOptions } from './check-options.ts'
import { checkProperties } from './check-properties.ts'
import { literalSecretWarnings } from './literal-secret-warnings.ts'

const gate = (sql: string, policy = aPolicy) => {
  const read = readStatement(sql)
  return read.ok ? checkGate(read.value, policy) : read
}

describe('the gate', () => {
  it.each(hostileStatements.map((each) => [each.vector, each.sql, each] as const))('refuses %s: %s', (_vector, sql, { told, offset }) => {
    const answer = gate(sql)
    expect(answer).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringMatching(told) })
    if (offset !== undefined) expect(answer).toMatchObject({ message: expect.stringContaining(sourcePosition(sql, offset)) })
  })

  it('lets a great many pass', () => {
    expect(new Set(benignStatements.map(([sql]) => sql)).size).toBe(benignStatements.length)
    expect(benignStatements.length).toBeGreaterThanOrEqual(250)
  })

  it('is tried with every vector, and with many statements of each', () => {
    const byVector = Object.groupBy(hostileStatements, ({ vector }) => vector)
    expect(hostileVectors.filter((vector) => (byVector[vector]?.length ?? 0) < 4)).toEqual([])
    expect(new Set(hostileStatements.map(({ sql }) => sql)).size).toBe(hostileStatements.length)
    expect(hostileStatements.length).toBeGreaterThanOrEqual(400)
    expect(hostileStatements.filter(({ offset }) => offset === undefined).map(({ sql }) => sql)).toEqual(['-- only a comment', '/* nothing */ -- at all', '', ';'])
  })

  it.each(benignStatements)('lets pass %s', (sql, kind) => {
    expect(gate(sql)).toEqual({ ok: true, value: undefined })
    expect(readStatement(sql)).toMatchObject({ ok: true, value: { action: { kind } } })
  })

  it('says where', () => {
    expect(gate("CREATE TABLE t (a INT)\nWITH ('connector' = 'print',\n  'evil' = 'x')")).toMatchObject({ message: expect.stringContaining("Table `t`: the option 'evil' (line 3, column 12)") })
  })

  it('follows the policy: no root, no path', () => {
    const { filesystemRoot: _, ...without } = { ...aPolicy, filesystemPrefixes: [] }
    expect(gate(fileTable('file:///data/environments/env-abc123/files/t'), without).ok).toBe(false)
    expect(gate("CREATE TABLE t (a INT) WITH ('connector' = 'kafka')", { ...aPolicy, connectors: ['print'] }).ok).toBe(false)
  })

  it.each(['json', 'csv', 'raw', 'debezium-json'])('refuses %s files in an object store, where they would lose rows', (format) => {
    const table = (path: string, of: string) => `CREATE TABLE t (a STRING) WITH ('connector' = 'filesystem', 'format' = '${of}', 'path' = '${path}')`
    const policy = { ...aPolicy, filesystemPrefixes: ['s3://bucket/files'] }
    expect(gate(table('s3://bucket/files/t', format), policy)).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringMatching(/'format' \(line 1, .*lose rows.*'avro'/) })
    expect(gate(table('s3://bucket/files/t', 'avro'), policy).ok).toBe(true)
    expect(gate(table('file:///data/environments/env-abc123/files/t', format), policy).ok).toBe(true)
  })

  it('is quick on the longest texts', () => {
    const options = Array.from({ length: 6_000 }, (_, index) => `'fields.f${index}.min'='1'`).join(',')
    expect(gate(`CREATE TABLE t (a INT) WITH ('connector'='datagen',${options})`).ok).toBe(true)
    expect(gate(`SELECT ${"a /*+ X */,".repeat(11_000)} 1`).ok).toBe(false)
    expect(gate(`${'('.repeat(60_000)}SELECT 1${')'.repeat(60_000)}`).ok).toBe(true)
  })

  it('does not repeat values, which may be secrets', () => {
    const answer = gate(kafkaTable({ 'properties.sasl.jaas.config': 'evil.Module required password="hunter2";' }))
    expect(answer).toMatchObject({ ok: false })
    expect(JSON.stringify(answer)).not.toContain('hunter2')
  })
})

describe('checkOptions', () => {
  const jaas = (password: string) => [{ key: 'connector', value: 'kafka' }, { key: 'properties.sasl.jaas.config', value: `org.apache.flink.kafka.shaded.org.apache.kafka.common.security.scram.ScramLoginModule required username="u" password="${password}";` }]

  it('is the last look at options with secrets put in', () => {
    expect(checkOptions(jaas('p\\"x'), 'Table t', aPolicy).ok).toBe(true)
    expect(checkOptions(jaas('p"; com.sun.security.auth.module.JndiLoginModule required a="b'), 'Table t', aPolicy).ok).toBe(false)
    expect(checkOptions([{ key: 'connector', value: 'jdbc' }, { key: 'url', value: 'jdbc:postgresql://localhost:5432/x' }], 'Table t', aPolicy).ok).toBe(false)
  })
})

describe('checkProperties', () => {
  it('takes what clients send', () => {
    const properties = { 'sql.current-catalog': 'env-abc123', 'sql.current-database': 'db', 'sql.snapshot.mode': 'now', 'sql.dry-run': 'true', 'sql.secrets.k': 'x', 'sql.state-ttl': '0', 'parallelism.default': '2', 'client.statement-name': 'x' }
    expect(checkProperties(properties, aPolicy)).toEqual({ ok: true, value: { warnings: [expect.objectContaining({ reason: 'PROPERTY_WITHOUT_EFFECT' })] } })
  })

  it.each([
    ['execution.target', 'remote'], ['pipeline.classpaths', 'http://x'], ['sql.unknown', 'x'], ['table.exec.resource.default-parallelism', '1'], ['__proto__x', 'x'], ['constructor', 'x'],
    ['sql.snapshot.mode', 'later'], ['parallelism.default', '0'], ['table.resources.download-dir', '/x'], ['table.exec.sink.class', 'x'],
  ])('refuses %s = %s', (key, value) => {
    expect(checkProperties({ [key]: value }, aPolicy)).toMatchObject({ ok: false, message: expect.stringContaining(`'${key}'`) })
  })
})

describe('literalSecretWarnings', () => {
  const warned = (sql: string) => {
    const read = readStatement(sql)
    return read.ok ? literalSecretWarnings(read.value) : []
  }

  it('warns of literal secrets without showing them', () => {
    const warnings = warned("CREATE TABLE t (a INT) WITH ('connector' = 'jdbc', 'password' = 'hunter2', 'username' = 'u')")
    expect(warnings).toMatchObject([{ severity: 'MODERATE', reason: 'LITERAL_SECRET', message: expect.stringContaining("'password'") }])
    expect(JSON.stringify(warnings)).not.toContain('hunter2')
    expect(warned(kafkaTable({ 'properties.sasl.jaas.config': 'x', 'avro-confluent.basic-auth.user-info': 'a:b' }))).toHaveLength(2)
  })

  it('is silent about references and about what is no secret', () => {
    expect(warned("CREATE TABLE t (a INT) WITH ('password' = '{{sql.secrets.p}}', 'topic' = 'secret', 'avro-confluent.basic-auth.credentials-source' = 'USER_INFO')".replace("'avro-confluent.basic-auth.credentials-source' = 'USER_INFO'", "'format' = 'json'"))).toEqual([])
  })
})
