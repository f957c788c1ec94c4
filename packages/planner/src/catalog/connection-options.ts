import type { Connection, Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import { bootstrapServersOf } from '@headgate/sql'

/**
 * The table options that `connection` stands for in a table with these `options` (its own win over them). Errors name the
 * connection and never its credentials.
 */
export function connectionOptions(connection: Connection, options: Record<string, string>): Result<Record<string, string>> {
  const auth = readAuthData(connection)
  if (!auth.ok) return auth
  const connector = options.connector ?? ''
  switch (connection.connectionType) {
    case 'KAFKA':
      if (!connector.includes('kafka')) return mismatch(connection, connector, 'kafka or upsert-kafka')
      return kafkaOptions(connection, auth.value)
    case 'JDBC':
      if (connector !== 'jdbc') return mismatch(connection, connector, 'jdbc')
      return ok({
        url: connection.endpoint,
        ...(auth.value.USERNAME === undefined ? {} : { username: auth.value.USERNAME }),
        ...(auth.value.PASSWORD === undefined ? {} : { password: auth.value.PASSWORD }),
      })
    case 'SCHEMA_REGISTRY':
      return ok(registryOptions(connection, auth.value, options))
    default:
      return failed(
        'rejected',
        `Connection '${connection.name}' is of type ${connection.connectionType}; table options take connections of type KAFKA, JDBC and SCHEMA_REGISTRY.`,
      )
  }
}

const mismatch = (connection: Connection, connector: string, wanted: string) =>
  failed(
    'rejected',
    `Connection '${connection.name}' is of type ${connection.connectionType} and cannot serve the connector '${connector}': use the connector ${wanted}, or another connection.`,
  )

/** `auth_data` as upper-case keys and text values. */
function readAuthData(connection: Connection): Result<Record<string, string>> {
  if (connection.authData.trim() === '') return ok({})
  let data: unknown
  try {
    data = JSON.parse(connection.authData)
  } catch {
    data = undefined
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return failed('rejected', `The auth_data of connection '${connection.name}' is not a JSON object: store it again with keys like USERNAME and PASSWORD.`)
  }
  return ok(Object.fromEntries(Object.entries(data).map(([key, value]) => [key.toUpperCase(), String(value)])))
}

/** Login modules live in a shaded package: the Kafka connector comes as one jar that relocates its client. */
const shadedSecurity = 'org.apache.flink.kafka.shaded.org.apache.kafka.common.security'

function kafkaOptions(connection: Connection, auth: Record<string, string>): Result<Record<string, string>> {
  const user = auth.USERNAME ?? auth.API_KEY
  const password = auth.PASSWORD ?? auth.API_SECRET
  const options: Record<string, string> = {
    'properties.bootstrap.servers': bootstrapServersOf(connection.endpoint),
  }
  const protocol = auth.SECURITY_PROTOCOL ?? (user === undefined ? undefined : 'SASL_SSL')
  if (protocol !== undefined) options['properties.security.protocol'] = protocol
  if (user === undefined) return ok(options)
  const mechanism = (auth.SASL_MECHANISM ?? 'PLAIN').toUpperCase()
  const module = mechanism === 'PLAIN' ? 'plain.PlainLoginModule' : /^SCRAM-SHA-(256|512)$/.test(mechanism) ? 'scram.ScramLoginModule' : undefined
  if (module === undefined) {
    return failed('rejected', `Connection '${connection.name}' asks for the SASL mechanism ${mechanism}; PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512 are supported.`)
  }
  options['properties.sasl.mechanism'] = mechanism
  options['properties.sasl.jaas.config'] = `${shadedSecurity}.${module} required username=${quoteJaas(user)} password=${quoteJaas(password ?? '')};`
  return ok(options)
}

const quoteJaas = (value: string): string => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

/** For each part of the record that is in `avro-confluent`: `format`, `key.format`, `value.format`. */
function registryOptions(connection: Connection, auth: Record<string, string>, options: Record<string, string>): Record<string, string> {
  const user = auth.USERNAME ?? auth.API_KEY
  const password = auth.PASSWORD ?? auth.API_SECRET
  const result: Record<string, string> = {}
  for (const prefix of ['', 'key.', 'value.']) {
    if (options[`${prefix}format`] !== 'avro-confluent') continue
    result[`${prefix}avro-confluent.url`] = connection.endpoint
    if (user === undefined) continue
    result[`${prefix}avro-confluent.basic-auth.credentials-source`] = 'USER_INFO'
    result[`${prefix}avro-confluent.basic-auth.user-info`] = `${user}:${password ?? ''}`
  }
  return result
}
