import type { AddressPolicy } from './address-policy.ts'

/** What an installation allows; each environment has its own `filesystemRoot`. Everything that is not named is refused. */
export interface GatePolicy extends AddressPolicy {
  /** Values that `'connector'` may have. */
  connectors: readonly string[]
  /** Values that `'format'`, `'key.format'` and `'value.format'` may have. */
  formats: readonly string[]
  /** The environment's own directory as a `file:` URI. Absent: no local files at all. */
  filesystemRoot?: string
  /** Further URI prefixes for `'path'`, for example `s3://bucket/env-a1b2c3`; each stands for a directory and what is below it. */
  filesystemPrefixes: readonly string[]
}

/** What Headgate's own Flink can do. An installation adds its root and its denied addresses. */
export const defaultGatePolicy: GatePolicy = {
  connectors: ['datagen', 'print', 'blackhole', 'filesystem', 'kafka', 'upsert-kafka', 'jdbc'],
  formats: ['json', 'csv', 'avro', 'avro-confluent', 'raw', 'debezium-json'],
  filesystemPrefixes: [],
  addresses: 'network',
  // Where clouds hand out credentials to whoever asks from inside, and Kubernetes its own API.
  deniedAddresses: [
    '169.254.169.254', '169.254.170.2', '100.100.100.200', '168.63.129.16', '[fd00:ec2::254]', '[fd20:ce::254]', 'metadata.google.internal', 'metadata', 'instance-data', 'instance-data.ec2.internal',
    'kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local',
  ],
}
