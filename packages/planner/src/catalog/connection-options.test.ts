import { expect, test } from 'vitest'
import { connectionOptions } from './connection-options.ts'
import { kafkaConnection } from './fixtures.ts'

const connection = (connectionType: string, endpoint: string, auth: Record<string, string>) => ({ ...kafkaConnection, name: 'c', connectionType, endpoint, authData: JSON.stringify(auth) })
const shaded = 'org.apache.flink.kafka.shaded.org.apache.kafka.common.security'

test('Kafka: address, and SASL with either spelling of the credentials', () => {
  expect(connectionOptions(connection('KAFKA', 'SASL_SSL://a:1,b:2', {}), { connector: 'kafka' })).toEqual({ ok: true, value: { 'properties.bootstrap.servers': 'a:1,b:2' } })
  expect(connectionOptions(connection('KAFKA', 'a:1', { API_KEY: 'k', API_SECRET: 's"\\' }), { connector: 'upsert-kafka' })).toEqual({
    ok: true,
    value: {
      'properties.bootstrap.servers': 'a:1',
      'properties.security.protocol': 'SASL_SSL',
      'properties.sasl.mechanism': 'PLAIN',
      'properties.sasl.jaas.config': `${shaded}.plain.PlainLoginModule required username="k" password="s\\"\\\\";`,
    },
  })
  expect(connectionOptions(connection('KAFKA', 'a:1', { USERNAME: 'k', PASSWORD: 's', SASL_MECHANISM: 'SCRAM-SHA-512', SECURITY_PROTOCOL: 'SASL_PLAINTEXT' }), { connector: 'kafka' })).toMatchObject({
    value: { 'properties.security.protocol': 'SASL_PLAINTEXT', 'properties.sasl.jaas.config': `${shaded}.scram.ScramLoginModule required username="k" password="s";` },
  })
})

test('JDBC and schema registry', () => {
  expect(connectionOptions(connection('JDBC', 'jdbc:postgresql://x/y', { USERNAME: 'u', PASSWORD: 'p' }), { connector: 'jdbc' })).toEqual({ ok: true, value: { url: 'jdbc:postgresql://x/y', username: 'u', password: 'p' } })
  expect(connectionOptions(connection('SCHEMA_REGISTRY', 'https://r', { API_KEY: 'k', API_SECRET: 's' }), { connector: 'kafka', 'value.format': 'avro-confluent' })).toEqual({
    ok: true,
    value: { 'value.avro-confluent.url': 'https://r', 'value.avro-confluent.basic-auth.credentials-source': 'USER_INFO', 'value.avro-confluent.basic-auth.user-info': 'k:s' },
  })
})

test.each([
  ['another connector', connection('KAFKA', 'a:1', {}), { connector: 'jdbc' }, "cannot serve the connector 'jdbc'"],
  ['a type that no table takes', connection('MONGODB', 'a', {}), { connector: 'x' }, 'is of type MONGODB'],
  ['an unknown mechanism', connection('KAFKA', 'a:1', { USERNAME: 'u', SASL_MECHANISM: 'GSSAPI' }), { connector: 'kafka' }, 'GSSAPI'],
  ['credentials that are no object', { ...connection('KAFKA', 'a:1', {}), authData: 'secret-text' }, { connector: 'kafka' }, 'not a JSON object'],
])('%s is refused', (_, given, options, words) => {
  const result = connectionOptions(given, options as Record<string, string>)
  expect(result.ok ? '' : result.message).toContain(words)
  expect(JSON.stringify(result)).not.toContain('secret-text')
})
