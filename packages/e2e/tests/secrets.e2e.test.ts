import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createCanaries, scanDirectory, scanProcesses } from '@headgate/testbed'
import type { Canaries, Sighting } from '@headgate/testbed'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, startInstance } from '../src/index.ts'
import type { Instance } from '../src/index.ts'

/** A broad run with a canary in every place that takes a secret; then everything that came out is looked through. */
let instance: Instance
let canaries: Canaries
let registry: Server
const sightings: Sighting[] = []
const looked = { bodies: 0, files: 0, processes: 0, rows: 0, bytes: 0 }

beforeAll(async () => {
  canaries = createCanaries()
  // Refuses everybody, and repeats nothing.
  registry = createServer((_request, response) => response.writeHead(401, { 'content-type': 'application/json' }).end('{"error_code":401,"message":"no"}'))
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
  instance = await startInstance()
}, 600_000)
afterAll(async () => {
  await instance?.end()
  registry?.close()
}, 120_000)

const base = () => `/sql/v1/organizations/${instance.user.connection.organizationId}/environments/${instance.user.connection.environmentId}`
const own = () => base().replace('/sql/v1/', '/headgate/v1/')

/** Asks, and looks through the answer. */
async function ask<T = { name: string; status: { phase: string } }>(method: string, path: string, body?: unknown, headers?: Record<string, string>) {
  const answer = await instance.user.request<T>(method, path, body, headers)
  looked.bodies += 1
  // The text of a statement is shown as its author wrote it.
  const shown = JSON.stringify(answer.body, (key, value: unknown) => (key === 'statement' && typeof value === 'string' ? '' : value))
  sightings.push(...canaries.find(`${shown} ${JSON.stringify(Object.fromEntries(answer.headers))}`, `the answer to ${method} ${path.slice(0, 200)}`))
  return answer
}

let counter = 0
/** A statement to its end, whatever it is, and everything that is told of it. */
async function tryOut(sql: string, properties: Record<string, string> = {}, untilPhases = ['COMPLETED', 'FAILED', 'RUNNING', 'STOPPED']): Promise<string> {
  counter += 1
  const name = `try-${counter}`
  const { computePoolId, principalId, environmentId, database } = instance.user.connection
  const body = { name, spec: { statement: sql, compute_pool_id: computePoolId, principal: principalId, properties: { 'sql.current-catalog': environmentId, 'sql.current-database': database, ...properties } } }
  const created = await ask('POST', `${base()}/statements`, body, { 'idempotency-key': `key-${counter}` })
  if (created.status !== 201 || properties['sql.dry-run'] === 'true') return `${created.status}`
  let phase = ''
  // What cannot reach its other side is tried again and again: a while is enough to see what is told of it.
  await eventually(`${name} to get somewhere`, async () => {
    phase = (await instance.user.request<{ status: { phase: string } }>('GET', `${base()}/statements/${name}`)).body.status.phase
    return untilPhases.includes(phase)
  }, 20_000).catch(() => undefined)
  for (const path of ['', '/results', '/exceptions']) await ask('GET', `${base()}/statements/${name}${path}`)
  for (const path of ['/events', '/logs?tail_bytes=1000000']) await ask('GET', `${own()}/statements/${name}${path}`)
  await ask('DELETE', `${base()}/statements/${name}`)
  return phase
}

const connect = async (name: string, connectionType: string, endpoint: string, data: Record<string, string>) =>
  (await ask('POST', `${base()}/connections`, { name, spec: { connection_type: connectionType, endpoint, auth_data: { kind: 'PlaintextProvider', data: JSON.stringify(data) } } }, { 'idempotency-key': `connection-${name}` })).status

describe('secrets', () => {
  it('are given in every field that takes one, to what works and to what fails', async () => {
    const { playground } = instance.dev
    const make = (what: string) => canaries.make(what)
    canaries.register('the password of a database that is written to', playground.password)
    // Connections: to a server that takes the password, to one that refuses it, and to nothing.
    expect(await connect('works', 'JDBC', playground.jdbcUrl, { USERNAME: playground.user, PASSWORD: playground.password })).toBe(201)
    expect(await connect('refused', 'JDBC', playground.jdbcUrl, { USERNAME: playground.user, PASSWORD: make('JDBC connection, refused') })).toBe(201)
    expect(await connect('nowhere', 'JDBC', 'jdbc:postgresql://127.0.0.1:9/none', { USERNAME: 'u', PASSWORD: make('JDBC connection, unreachable') })).toBe(201)
    expect(await connect('broker', 'KAFKA', '127.0.0.1:9', { USERNAME: 'u', PASSWORD: make('Kafka connection, unreachable') })).toBe(201)
    expect(await connect('registry', 'SCHEMA_REGISTRY', `http://127.0.0.1:${(registry.address() as AddressInfo).port}`, { USERNAME: 'u', PASSWORD: make('registry connection, refused') })).toBe(201)
    await connect('strange', 'REST', 'https://127.0.0.1:9', { API_KEY: make('a connection of a type that is not used') })
    expect((await ask('PUT', `${base()}/connections/nowhere`, { name: 'nowhere', spec: { connection_type: 'JDBC', endpoint: 'jdbc:postgresql://127.0.0.1:9/none', auth_data: { kind: 'PlaintextProvider', data: JSON.stringify({ USERNAME: 'u', PASSWORD: make('JDBC connection, replaced') }) } } })).status).toBe(200)

    // Tables over them, and tables with the secret in their own options.
    const tables: [string, string, Record<string, string>?][] = [
      ['t_works', `'connector' = 'jdbc', 'connection' = 'works', 'table-name' = 'totals'`],
      ['t_refused', `'connector' = 'jdbc', 'connection' = 'refused', 'table-name' = 'totals'`],
      ['t_nowhere', `'connector' = 'jdbc', 'connection' = 'nowhere', 'table-name' = 'totals'`],
      ['t_broker', `'connector' = 'kafka', 'connection' = 'broker', 'topic' = 'x', 'value.format' = 'json', 'scan.startup.mode' = 'earliest-offset'`],
      ['t_registry', `'connector' = 'kafka', 'connection' = 'broker', 'topic' = 'x', 'value.format' = 'avro-confluent', 'value.avro-confluent.connection' = 'registry', 'scan.startup.mode' = 'earliest-offset'`],
      ['t_literal', `'connector' = 'jdbc', 'url' = 'jdbc:postgresql://127.0.0.1:9/none', 'table-name' = 'x', 'username' = 'u', 'password' = '${make('literal password in DDL')}'`],
      ['t_url', `'connector' = 'jdbc', 'url' = 'jdbc:postgresql://127.0.0.1:9/none?password=${make('password in a JDBC URL')}', 'table-name' = 'x'`],
      ['t_jaas', `'connector' = 'kafka', 'properties.bootstrap.servers' = '127.0.0.1:9', 'topic' = 'x', 'value.format' = 'json', 'scan.startup.mode' = 'earliest-offset', 'properties.security.protocol' = 'SASL_PLAINTEXT',
        'properties.sasl.mechanism' = 'PLAIN', 'properties.sasl.jaas.config' = 'org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="${make('literal JAAS configuration')}";'`],
      ['t_basic', `'connector' = 'kafka', 'properties.bootstrap.servers' = '127.0.0.1:9', 'topic' = 'x', 'value.format' = 'avro-confluent', 'value.avro-confluent.url' = 'http://127.0.0.1:9',
        'value.avro-confluent.basic-auth.credentials-source' = 'USER_INFO', 'value.avro-confluent.basic-auth.user-info' = 'u:${make('literal registry credentials')}', 'scan.startup.mode' = 'earliest-offset'`],
      ['t_wrong', `'connector' = 'jdbc', 'url' = 'jdbc:postgresql://127.0.0.1:9/none', 'table-name' = 'x', 'password' = '${make('literal password beside an unknown option')}', 'no-such-option' = 'x'`],
      ['t_property', `'connector' = 'jdbc', 'url' = 'jdbc:postgresql://127.0.0.1:9/none', 'table-name' = 'x', 'username' = 'u', 'password' = '{{sql.secrets.word}}'`],
    ]
    const client = new pg.Client({ connectionString: playground.url })
    await client.connect()
    await client.query('CREATE TABLE totals (k INT PRIMARY KEY, n BIGINT)')
    await client.end()
    const stored: string[] = []
    for (const [name, options] of tables) {
      const columns = name === 't_broker' || name === 't_jaas' || name === 't_registry' || name === 't_basic' ? 'k INT, n BIGINT' : 'k INT, n BIGINT, PRIMARY KEY (k) NOT ENFORCED'
      const phase = await tryOut(`CREATE TABLE ${name} (${columns}) WITH (${options})`)
      if (phase === 'COMPLETED') stored.push(name)
    }
    expect(stored).toContain('t_works')
    expect(stored.length).toBeGreaterThanOrEqual(7)

    // What shows tables.
    for (const name of stored) for (const show of [`SHOW CREATE TABLE ${name}`, `DESCRIBE ${name}`, `DESCRIBE EXTENDED ${name}`]) await tryOut(show)
    await tryOut('SHOW TABLES')
    for (const view of ['TABLES', 'COLUMNS', 'TABLE_OPTIONS']) await tryOut(`SELECT * FROM \`INFORMATION_SCHEMA\`.\`${view}\``)

    const isTriedWhole = new Set(['t_refused', 't_registry', 't_literal', 't_jaas', 't_property'])
    // Reads of what fails, in a run and in a dry run; each with a secret among its properties, and with one in a comment.
    for (const name of stored.filter((each) => each !== 't_works')) {
      const properties = { 'sql.secrets.word': make(`secret property of ${name}`), 'sql.snapshot.mode': 'now' }
      const comment = `/* ${make(`comment in a SELECT from ${name}`)} */`
      await tryOut(`SELECT ${comment} k FROM ${name}`, { ...properties, 'sql.dry-run': 'true' })
      if (!isTriedWhole.has(name)) continue
      await tryOut(`SELECT ${comment} k FROM ${name}`, properties)
      await tryOut(`INSERT INTO ${name} ${comment} VALUES (1, 2)`, properties)
    }

    // Statements that are wrong, around a secret of their own.
    const wrong: [string, string][] = [
      ['syntax error in a comment’s statement', `SELECT /* ${make('comment before a syntax error')} */ FROM WHERE`],
      ['unknown table', `SELECT k /* ${make('comment before an unknown table')} */ FROM no_such_table`],
      ['refused by the gate', `ADD JAR '/tmp/${make('text of a refused statement')}.jar'`],
      ['not SQL', `-- ${make('comment of what is no SQL')}\nGARBAGE IN`],
      ['not closed', `SELECT '${make('literal that is not closed')}`],
      ['bad option', `CREATE TABLE t_broken (k INT) WITH ('connector' = 'nonsense', 'password' = '${make('literal password of an unknown connector')}')`],
      ['cut off', `CREATE TABLE t_cut (k INT) WITH ('connector' = 'jdbc', 'password' = '${make('literal password before a syntax error')}' oops)`],
      ['SET', `SET 'table.x' = '${make('value of a SET')}'`],
    ]
    for (const [, sql] of wrong) await tryOut(sql, { 'sql.secrets.word': make('secret property of a wrong statement') })
  }, 900_000)

  it('are used by a statement that lives: checkpoint, savepoint, resume, a killed worker', async () => {
    await tryOut(`CREATE TABLE ticks (k INT) WITH ('connector' = 'datagen', 'rows-per-second' = '20', 'fields.k.min' = '1', 'fields.k.max' = '9')`)
    const sql = `INSERT INTO t_works /* ${canaries.make('comment of an INSERT that runs')} */ SELECT k, COUNT(*) FROM ticks GROUP BY k`
    const { user } = instance
    await user.create(sql, { name: 'counts', properties: { 'sql.secrets.word': canaries.make('secret property of an INSERT that runs') } })
    await user.waitFor('counts', ['RUNNING'])
    const client = new pg.Client({ connectionString: instance.dev.playground.url })
    await client.connect()
    await eventually('rows to arrive', async () => (await client.query('SELECT 1 FROM totals')).rowCount)
    await client.end()
    await user.stop('counts')
    await user.waitFor('counts', ['STOPPED'])
    await user.resume('counts')
    await user.waitFor('counts', ['RUNNING'])
    await instance.dev.killWorkers('taskmanager')
    await eventually('the loss to be told', async () => JSON.stringify((await ask('GET', `${own()}/statements/counts/events`)).body).includes('Generation') || undefined).catch(() => undefined)
    await user.waitFor('counts', ['RUNNING'])
    for (const path of ['', '/exceptions']) await ask('GET', `${base()}/statements/counts${path}`)
    for (const path of ['/events', '/logs?tail_bytes=1000000']) await ask('GET', `${own()}/statements/counts${path}`)
  }, 400_000)

  it('are sent in headers, paths and bodies that are wrong, and a key is made', async () => {
    const make = (what: string) => canaries.make(what)
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
    for (const authorization of [basic(`${instance.user.connection.apiKey}:${make('a wrong secret of a real key')}`), basic(`NOSUCHKEY:${make('a secret of no key')}`), `Bearer ${make('a bearer token')}`, make('an Authorization that is none')]) {
      expect((await ask('GET', `${base()}/statements`, undefined, { authorization })).status).toBe(401)
    }
    await ask('GET', `${base()}/statements`, undefined, { cookie: `session=${make('a cookie')}`, 'x-api-key': make('an API key in a header of its own') })
    await ask('POST', `${base()}/statements`, { name: 'x', spec: { statement: 5, properties: { 'sql.secrets.word': make('a secret in a body that is not valid') } } })
    await ask('POST', `${base()}/connections`, { name: 'x y', spec: { connection_type: 'KAFKA', endpoint: 'k:1', auth_data: { kind: 'PlaintextProvider', data: `{"PASSWORD":"${make('a secret of a connection that is not valid')}"}` } } })
    await ask('POST', `${base()}/connections`, { name: 'xy', spec: { connection_type: 'KAFKA', endpoint: 'k:1', auth_data: { kind: 'PlaintextProvider', data: `{"PASSWORD": ${make('a secret in what is no JSON')}` } } })
    const key = await instance.user.request<{ id: string; spec: { secret: string } }>('POST', '/iam/v2/api-keys', { spec: { owner: { id: instance.user.connection.principalId } } }, { 'idempotency-key': 'a-key' })
    canaries.register('the secret of an API key', key.body.spec.secret)
    const authorization = basic(`${key.body.id}:${key.body.spec.secret}`)
    expect((await ask('GET', `${base()}/statements?page_size=100`, undefined, { authorization })).status).toBe(200)
    for (const path of [`/iam/v2/api-keys/${key.body.id}`, '/iam/v2/api-keys?page_size=100', '/org/v2/environments', `${base()}/connections?page_size=100`, '/metrics'].filter((each) => each !== '/metrics')) await ask('GET', path)
    expect((await ask('DELETE', `/iam/v2/api-keys/${key.body.id}`)).status).toBe(204)
  }, 120_000)

  it('stand nowhere: not in logs, files, checkpoints, processes or, in clear, in the database', async () => {
    const { directory } = instance
    await scanDatabases()
    const alive = await scanProcesses(canaries, (pid) => pid === process.pid)
    looked.processes = alive.places
    sightings.push(...alive.sightings)
    await instance.dev.stop()
    // What a user connects with, for their eyes alone.
    const isPrivate = (path: string) => path === join(directory, 'connection.json') || path.startsWith(join(directory, 'keys'))
    const files = await scanDirectory(canaries, directory, isPrivate)
    looked.files = files.places
    looked.bytes = files.bytes
    sightings.push(...files.sightings)
    const told = [...new Map(sightings.map((each) => [`${each.canary} (${each.form}) in ${each.place.replaceAll(/\d+/g, 'N')}`, each])).entries()].map(([text, each]) => `${text}: ${each.around}`)
    process.stdout.write(`canaries: ${canaries.count()}; looked through: ${looked.bodies} answers, ${looked.rows} rows of the database, ${looked.files} files of ${Math.round(looked.bytes / 1e6)} MB, ${looked.processes} command lines and environments\n`)
    expect(told).toEqual([])
    // It looks where it says: what is in clear on purpose is found.
    expect(canaries.find(await readFile(join(directory, 'connection.json'), 'utf8'), 'x').map((each) => each.canary)).toContain('the password of a database that is written to')
    expect(looked.files).toBeGreaterThan(100)
    expect(looked.rows).toBeGreaterThan(500)
  }, 300_000)
})

/** Every row of every table of the control plane's database as text: what a dump holds. The users' own database is not looked into: it holds what they put there. */
async function scanDatabases(): Promise<void> {
  const passwords = JSON.parse(await readFile(join(instance.directory, 'keys', 'passwords.json'), 'utf8')) as Record<string, string>
  const [, , , port] = (await readFile(join(instance.directory, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')
  const client = new pg.Client({ host: '127.0.0.1', port: Number(port), user: 'admin', password: passwords['admin'], database: 'headgate' })
  await client.connect()
  try {
    const tables = await client.query<{ name: string }>(`SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')`)
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`)
      looked.rows += rows.length
      for (const { text } of rows) sightings.push(...canaries.find(text, `a row of ${name}`))
    }
  } finally {
    await client.end()
  }
}
