import type { Connection, Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import { checkOptions, type GatePolicy } from '@headgate/sql'
import { connectionOptions } from './connection-options.ts'
import { resolveSecretsInValue } from './secrets.ts'
import { outsideName, type StatementIdentity } from './statement-identity.ts'

/** What the options of a table depend on besides the table. */
export interface OptionContext {
  identity: StatementIdentity
  /** Of the statement that runs: overrides and secrets. */
  properties: Record<string, string>
  connections: readonly Connection[]
  /** `sql.snapshot.mode` = 'now': every source must end. */
  snapshot: boolean
  /** A hint of the statement asks for exactly-once, so any Kafka sink may be one. */
  exactlyOnceHinted: boolean
  /** `keep` where values do not matter (the definition of a view): the reference stays as it is. */
  missingSecrets: 'refuse' | 'keep'
  /** The last look before Flink: what connections and secrets brought must pass the gate too. */
  policy: GatePolicy
}

export interface TableUse {
  database: string
  name: string
  /** Options as the user wrote them. */
  options: Record<string, string>
  /** Options that a hint of the statement puts on top. */
  hinted: Record<string, string>
  /** The statement only writes to it: it need not end. */
  sinkOnly: boolean
}

const isKafka = (connector: string | undefined) => connector === 'kafka' || connector === 'upsert-kafka'

/** Connectors that never end and cannot be told to. */
const endlessConnectors = /(-cdc$)|^(kinesis|pulsar|rabbitmq|faker|socket)$/

/**
 * The options that Flink gets: connections and secrets put in, names outside made the statement's own, sources bounded for
 * a snapshot. What the user wrote wins, except where two statements would disturb each other.
 */
export function resolveTableOptions(table: TableUse, context: OptionContext): Result<Record<string, string>> {
  const where = `Table '${table.database}.${table.name}'`
  const connected = resolveConnectionOption(table.options, context.connections, where)
  if (!connected.ok) return connected
  const options: Record<string, string> = {}
  for (const [key, value] of Object.entries(connected.value)) {
    // Confluent's own options steer what Headgate chose when the table was made; Flink's connectors refuse them.
    if (key === 'changelog.mode' || key.startsWith('kafka.')) continue
    const resolved = resolveSecretsInValue(value, context.properties, where)
    if (!resolved.ok && context.missingSecrets === 'refuse') return resolved
    options[key] = resolved.ok ? resolved.value : value
  }
  if (isKafka(options.connector)) addKafkaOptions(options, table, context)
  const bounded = context.snapshot && !table.sinkOnly ? boundOptions(options, table.hinted, where) : ok(options)
  if (!bounded.ok) return bounded
  const checked = checkOptions(entriesOf(bounded.value), where, context.policy)
  return checked.ok ? bounded : checked
}

/** Options as the gate takes them. */
export const entriesOf = (options: Record<string, string>): { key: string; value: string }[] => Object.entries(options).map(([key, value]) => ({ key, value }))

/** Replaces `'connection' = 'name'` and `'…avro-confluent.connection' = 'name'` by what the connections stand for. */
export function resolveConnectionOption(
  written: Record<string, string>,
  connections: readonly Connection[],
  where: string,
): Result<Record<string, string>> {
  let result = { ...written }
  for (const [key, name] of Object.entries(written)) {
    if (!isConnectionKey(key)) continue
    delete result[key]
    const connection = connections.find((each) => each.name === name)
    if (connection === undefined) {
      return failed('rejected', `${where} uses the connection '${name}', which does not exist in this environment: create it, or change the option '${key}'.`)
    }
    const options = connectionOptions(connection, written)
    if (!options.ok) return options
    const redirected = Object.keys(options.value).find((option) => isAddress(option) && result[option] !== undefined)
    if (redirected !== undefined) {
      return failed(
        'rejected',
        `${where} takes the connection '${name}' and sets '${redirected}' itself: the credentials of a connection go only to its own address. Leave out one of the two.`,
      )
    }
    result = { ...options.value, ...result }
  }
  return ok(result)
}

/** Options that say where a connection's credentials are sent. */
const isAddress = (option: string): boolean =>
  option === 'url' || option === 'properties.bootstrap.servers' || option.endsWith('avro-confluent.url') || option.endsWith('avro-confluent.schema-registry.url')

/** True for the option keys whose value is the name of a connection. */
export const isConnectionKey = (key: string): boolean => key === 'connection' || key.endsWith('avro-confluent.connection')

function addKafkaOptions(options: Record<string, string>, table: TableUse, context: OptionContext): void {
  // Two statements in one group would take each other's partitions: the user's own value becomes the start of the name.
  const ownGroup = options['properties.group.id']
  const derivedGroup = outsideName(context.identity)
  options['properties.group.id'] = ownGroup === undefined || ownGroup === '' ? derivedGroup : `${ownGroup}-${derivedGroup}`
  options['sink.transactional-id-prefix'] = transactionalIdPrefix(options['sink.transactional-id-prefix'], table, context.identity)
  if (options['sink.delivery-guarantee'] === 'exactly-once' || context.exactlyOnceHinted) {
    // Brokers allow 15 minutes by default and refuse Flink's one hour. A transaction must outlive the longest outage.
    options['properties.transaction.timeout.ms'] ??= '900000'
  }
  const { properties } = context
  const override = (option: string, property: string) => {
    const value = properties[property]
    if (value !== undefined && value !== '') options[option] = value
  }
  if (options.connector === 'kafka') {
    override('scan.startup.mode', 'sql.tables.scan.startup.mode')
    override('scan.startup.timestamp-millis', 'sql.tables.scan.startup.timestamp-millis')
    override('scan.startup.specific-offsets', 'sql.tables.scan.startup.specific-offsets')
    // Flink's default asks for committed offsets, which a group of our making does not have.
    options['scan.startup.mode'] ??= 'earliest-offset'
  }
  override('scan.bounded.mode', 'sql.tables.scan.bounded.mode')
  override('scan.bounded.timestamp-millis', 'sql.tables.scan.bounded.timestamp-millis')
}

/**
 * Two sinks with one prefix fence each other off, so it holds the statement and the table; the same over generations, or
 * transactions that were left open could not be found and ended.
 */
export function transactionalIdPrefix(written: string | undefined, table: { database: string; name: string }, identity: StatementIdentity): string {
  const own = `${outsideName(identity)}-${table.database}.${table.name}`
  return written === undefined ? own : `${written}-${own}`
}

function boundOptions(options: Record<string, string>, hinted: Record<string, string>, where: string): Result<Record<string, string>> {
  const connector = options.connector ?? ''
  if (isKafka(connector)) {
    if (options['scan.bounded.mode'] === undefined || options['scan.bounded.mode'] === 'unbounded') options['scan.bounded.mode'] = 'latest-offset'
  }
  if (connector === 'filesystem') delete options['source.monitor-interval']
  if (connector === 'datagen' && (options['number-of-rows'] ?? hinted['number-of-rows']) === undefined) {
    return failed('rejected', `${where} never ends, and a snapshot (sql.snapshot.mode = 'now') reads only what ends: give it the option 'number-of-rows', or a hint /*+ OPTIONS('number-of-rows'='1000') */.`)
  }
  if (endlessConnectors.test(connector)) {
    return failed('rejected', `${where} never ends (connector '${connector}'), and a snapshot (sql.snapshot.mode = 'now') reads only what ends: run the statement without sql.snapshot.mode.`)
  }
  return ok(options)
}
