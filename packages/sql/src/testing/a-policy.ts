import { defaultGatePolicy, type GatePolicy } from '../gate/gate-policy.ts'

/** The policy of an environment in tests: its own directory, one S3 prefix, and the control plane's database denied. */
export const aPolicy: GatePolicy = {
  ...defaultGatePolicy,
  filesystemRoot: 'file:///data/environments/env-abc123/files',
  filesystemPrefixes: ['s3://bucket/env-abc123'],
  addresses: 'anywhere',
  deniedAddresses: [...defaultGatePolicy.deniedAddresses, 'localhost:5432', 'postgres.headgate.svc:5432', '10.1.2.3'],
}

/** A CREATE TABLE with these options, each written as `'key' = 'value'`. A `«` that begins a value is put before its quote. */
export const tableWith = (options: Record<string, string>): string => {
  const list = Object.entries(options).map(([key, value]) => `'${key}' = ${value.startsWith('«') ? '«' : ''}'${value.replace('«', '').replaceAll("'", "''")}'`)
  return `CREATE TABLE t (a INT) WITH (${list.join(', ')})`
}

export const fileTable = (path: string, more: Record<string, string> = {}): string => tableWith({ connector: 'filesystem', path, format: 'json', ...more })
export const kafkaTable = (more: Record<string, string>): string => tableWith({ connector: 'kafka', topic: 't', format: 'json', 'properties.bootstrap.servers': 'kafka:9092', ...more })
export const jdbcTable = (url: string, more: Record<string, string> = {}): string => tableWith({ connector: 'jdbc', url, 'table-name': 't', ...more })
