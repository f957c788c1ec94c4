import { jdbcAddresses, jdbcUrlCheck } from './jdbc-url-check.ts'
import { kafkaPropertyRules } from './kafka-property-rules.ts'
import { freely, type OptionRule } from './option-rule.ts'
import { formatCheck, oneOf, pathCheck, plainName } from './value-checks.ts'

const kafka: OptionRule[] = [
  { key: 'format', check: formatCheck },
  { key: 'key.format', check: formatCheck },
  { key: 'value.format', check: formatCheck },
  // A partitioner can also be a class.
  { key: 'sink.partitioner', check: oneOf('default', 'fixed', 'round-robin') },
  ...kafkaPropertyRules.map((rule) => ({ ...rule, key: `properties.${String(rule.key)}` })),
  ...freely(`topic topic-pattern key.fields key.fields-prefix value.fields-include
    scan.startup.mode scan.startup.specific-offsets scan.startup.timestamp-millis
    scan.bounded.mode scan.bounded.specific-offsets scan.bounded.timestamp-millis
    scan.topic-partition-discovery.interval scan.parallelism
    sink.delivery-guarantee sink.transactional-id-prefix sink.transaction-naming-strategy sink.parallelism
    sink.buffer-flush.max-rows sink.buffer-flush.interval`),
]

/** Options of each connector. What is missing is refused; with it class names and places on the machine. */
const rulesOfConnector: Record<string, OptionRule[]> = {
  datagen: [
    ...freely('rows-per-second number-of-rows scan.parallelism'),
    { key: /^fields\.[^{}]+\.(?:kind|min|max|max-past|length|var-len|null-rate|start|end)$/ },
  ],
  print: freely('print-identifier standard-error sink.parallelism'),
  blackhole: [],
  filesystem: [
    { key: 'path', check: pathCheck },
    { key: 'format', check: formatCheck },
    // `metastore` needs Hive, `custom` is a class.
    { key: 'sink.partition-commit.policy.kind', check: oneOf('success-file') },
    { key: 'sink.partition-commit.success-file.name', check: plainName },
    { key: 'partition.default-name', check: plainName },
    ...freely(`source.monitor-interval source.path.regex-pattern source.report-statistics
      sink.rolling-policy.file-size sink.rolling-policy.rollover-interval sink.rolling-policy.check-interval
      sink.rolling-policy.inactivity-interval auto-compaction compaction.file-size compaction.parallelism
      sink.partition-commit.trigger sink.partition-commit.delay sink.partition-commit.watermark-time-zone
      sink.shuffle-by-partition.enable sink.parallelism scan.parallelism`),
  ],
  kafka,
  'upsert-kafka': kafka,
  jdbc: [
    { key: 'url', check: jdbcUrlCheck, addresses: jdbcAddresses },
    ...freely(`table-name username password connection.max-retry-timeout
      scan.partition.column scan.partition.num scan.partition.lower-bound scan.partition.upper-bound scan.fetch-size
      scan.auto-commit scan.parallelism filter.handling.policy
      lookup.cache lookup.partial-cache.max-rows lookup.partial-cache.expire-after-write
      lookup.partial-cache.expire-after-access lookup.partial-cache.cache-missing-key lookup.max-retries
      lookup.cache.max-rows lookup.cache.ttl lookup.cache.caching-missing-key
      sink.buffer-flush.max-rows sink.buffer-flush.interval sink.max-retries sink.parallelism`),
  ],
}

/** Known for every connector: Flink's own, and Confluent's, which Headgate reads and takes away. */
const commonRules: OptionRule[] = [
  ...freely(`connection changelog.mode scan.watermark.emit.strategy scan.watermark.emit.on-event.gap scan.watermark.idle-timeout
    scan.watermark.alignment.group scan.watermark.alignment.max-drift scan.watermark.alignment.update-interval
    lookup.async lookup.output-mode`),
  { key: /^kafka\.(?:retention\.(?:time|size)|cleanup-policy|max-message-size|compaction\.time|producer\.compression\.type|consumer\.isolation-level|message-timestamp-type)$/ },
]

/** Rules for the options of one connector, or of all allowed ones where a text does not tell the connector. */
export function connectorRules(connector: string | undefined, allowed: readonly string[]): OptionRule[] {
  const names = connector === undefined ? allowed : [connector]
  return [...commonRules, ...names.flatMap((name) => (Object.hasOwn(rulesOfConnector, name) ? rulesOfConnector[name]! : []))]
}
