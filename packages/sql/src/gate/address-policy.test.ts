import { describe, expect, it } from 'vitest'
import { readStatement } from '../read/read-statement.ts'
import { fileTable, jdbcTable, kafkaTable, tableWith } from '../testing/a-policy.ts'
import { addressTricks, plainHosts, privateHosts } from '../testing/address-tricks.ts'
import { addressProblem, readAddressPolicy, type AddressReach } from './address-policy.ts'
import { checkGate } from './check-gate.ts'
import { namedAddresses } from './check-options.ts'
import { endpointProblem } from './connection-endpoint.ts'
import { defaultGatePolicy } from './gate-policy.ts'
import { parseAddress } from './network-address.ts'

const policy = (addresses: AddressReach) => ({ ...defaultGatePolicy, addresses })
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
const passes = (sql: string, addresses: AddressReach): boolean => {
  const read = readStatement(sql)
  return read.ok && checkGate(read.value, policy(addresses)).ok
}
const endpoint = (type: string, of: (host: string) => string) => (host: string, addresses: AddressReach) => endpointProblem(type, of(host), policy(addresses)) === undefined
const statement = (of: (host: string) => string) => (host: string, addresses: AddressReach) => passes(of(host), addresses)

/** Every place in which a user can name a host. */
const inputs: Record<string, (host: string, addresses: AddressReach) => boolean> = {
  'bootstrap servers': statement((host) => kafkaTable({ 'properties.bootstrap.servers': `${host}:9092` })),
  'the last of several bootstrap servers': statement((host) => kafkaTable({ 'properties.bootstrap.servers': `broker:9092, ${host}:9092` })),
  'bootstrap servers of an upsert table': statement((host) => tableWith({ connector: 'upsert-kafka', 'properties.bootstrap.servers': `${host}:443` })),
  'bootstrap servers in a hint': statement((host) => `SELECT * FROM t /*+ OPTIONS('properties.bootstrap.servers' = ${quoted(`${host}:80`)}) */`),
  'bootstrap servers in ALTER TABLE': statement((host) => `ALTER TABLE t SET ('properties.bootstrap.servers' = ${quoted(`${host}:80`)})`),
  'bootstrap servers in LIKE': statement((host) => `CREATE TABLE t WITH ('properties.bootstrap.servers' = ${quoted(`${host}:80`)}) LIKE s`),
  'bootstrap servers in a view': statement((host) => `CREATE VIEW v AS SELECT * FROM t /*+ OPTIONS('properties.bootstrap.servers' = ${quoted(`${host}:80`)}) */`),
  'a JDBC URL': statement((host) => jdbcTable(`jdbc:postgresql://${host}/x`)),
  'a JDBC URL with a port': statement((host) => jdbcTable(`jdbc:postgresql://${host}:6543/x?sslmode=require`)),
  'a JDBC URL in a hint': statement((host) => `SELECT * FROM t /*+ OPTIONS('url' = ${quoted(`jdbc:postgresql://${host}/x`)}) */`),
  'a schema registry': statement((host) => kafkaTable({ 'avro-confluent.url': `http://${host}` })),
  'a schema registry of keys, with port and path': statement((host) => kafkaTable({ 'key.avro-confluent.url': `https://${host}:8443/api/ccompat/v7` })),
  'the last of several registries': statement((host) => kafkaTable({ 'value.avro-confluent.url': `http://registry.example:8081,http://${host}:8081` })),
  'a Kafka connection': endpoint('KAFKA', (host) => `${host}:9092`),
  'a Kafka connection with schemes': endpoint('KAFKA', (host) => `SASL_SSL://broker:9092,SASL_SSL://${host}:9092`),
  'a JDBC connection': endpoint('JDBC', (host) => `jdbc:postgresql://${host}:5432/x`),
  'a registry connection': endpoint('SCHEMA_REGISTRY', (host) => `http://${host}:8081`),
}

describe('addresses that users name', () => {
  it.each(Object.entries(inputs))('%s: no spelling of a forbidden address passes, and plain hosts do', (_name, passesAs) => {
    expect(addressTricks.filter((host) => passesAs(host, 'network'))).toEqual([])
    expect(addressTricks.filter((host) => passesAs(host, 'internet'))).toEqual([])
    expect(plainHosts.filter((host) => !passesAs(host, 'internet'))).toEqual([])
    expect(privateHosts.filter((host) => !passesAs(host, 'network'))).toEqual([])
    expect(privateHosts.filter((host) => passesAs(host, 'internet'))).toEqual([])
  })

  it('are tried in many spellings', () => {
    expect(new Set(addressTricks).size).toBe(addressTricks.length)
    expect(addressTricks.length).toBeGreaterThanOrEqual(130)
  })

  it('may lead to the machine itself where the installation says anywhere, but not to metadata services', () => {
    for (const passesAs of Object.values(inputs)) {
      expect(passesAs('127.0.0.1', 'anywhere')).toBe(true)
      expect(passesAs('localhost', 'anywhere')).toBe(true)
      expect(passesAs('169.254.169.254', 'anywhere')).toBe(false)
      expect(passesAs('[64:ff9b::a9fe:a9fe]', 'anywhere')).toBe(false)
    }
  })

  it('are refused by kind, without repeating what was written', () => {
    const told = (host: string) => addressProblem(parseAddress(host, 1)!, { addresses: 'internet', deniedAddresses: [] })
    expect(['127.0.0.1', '[fe80::1]', '224.0.0.1', '10.0.0.1', '0.0.0.0', '100.100.100.200', '240.0.0.1'].map(told)).toEqual(
      ['loopback', 'link-local', 'multicast', 'private', 'loopback', 'metadata', 'reserved'].map((kind) => `it names a ${kind} address, which this installation does not let statements reach`),
    )
    expect(told('8.8.8.8')).toBeUndefined()
  })
})

describe('namedAddresses', () => {
  it('finds what every kind of table names, each once', () => {
    const of = (options: Record<string, string>) => namedAddresses(Object.entries(options).map(([key, value]) => ({ key, value })), defaultGatePolicy)
    expect(of({ connector: 'kafka', 'properties.bootstrap.servers': 'a:1,[2001:db8::7]:2,a:1', 'value.avro-confluent.url': 'https://r.example/x,http://s.example', topic: 'b:3' })).toEqual([
      { host: 'a', port: 1 }, { host: '[2001:db8::7]', port: 2 }, { host: 'r.example', port: 443 }, { host: 's.example', port: 80 },
    ])
    expect(of({ connector: 'jdbc', url: 'jdbc:postgresql://DB.example./x' })).toEqual([{ host: 'db.example', port: 5432 }])
    expect(of({ url: 'jdbc:postgresql://db/x' })).toEqual([{ host: 'db', port: 5432 }])
    expect(of({ connector: 'filesystem', path: 'file:///x' })).toEqual([])
    expect(passes(fileTable('file:///x'), 'network')).toBe(false)
  })
})

describe('readAddressPolicy', () => {
  it('keeps statements off the machine itself unless it is told otherwise', () => {
    expect(readAddressPolicy({})).toEqual({ ok: true, value: { addresses: 'network', deniedAddresses: [] } })
    expect(readAddressPolicy({ HEADGATE_ADDRESSES: 'internet', HEADGATE_JDBC_DENIED: 'db:5432, [::1],' })).toEqual({ ok: true, value: { addresses: 'internet', deniedAddresses: ['db:5432', '[::1]'] } })
  })

  it.each([
    [{ HEADGATE_ADDRESSES: 'Anywhere' }, 'HEADGATE_ADDRESSES'], [{ HEADGATE_ADDRESSES: 'none' }, 'HEADGATE_ADDRESSES'], [{ HEADGATE_ADDRESSES: 'constructor' }, 'HEADGATE_ADDRESSES'],
    [{ HEADGATE_JDBC_DENIED: 'db:5432,2130706433' }, "'2130706433'"], [{ HEADGATE_JDBC_DENIED: 'http://db' }, "'http://db'"],
  ])('refuses %j', (env, told) => {
    expect(readAddressPolicy(env)).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringContaining(told) })
  })
})
