import { secretReference } from '../secrets/secret-reference.ts'
import { freely, type OptionRule } from './option-rule.ts'
import { addressesCheck, brokerAddresses, oneOf, type ValueCheck } from './value-checks.ts'

const loginModule =
  /^\s*(?:org\.apache\.flink\.kafka\.shaded\.)?org\.apache\.kafka\.common\.security\.(?:plain\.PlainLoginModule|scram\.ScramLoginModule)\s+required((?:\s+(?:username|password)="(?:[^"\\\r\n]|\\["\\])*")+)\s*;\s*$/

/**
 * One PLAIN or SCRAM login with user name and password in double quotes, nothing else: login modules are classes, and some
 * reach out (CVE-2023-25194). A secret may stand inside of the quotes; once it is put in, the check is to be made again.
 */
const jaasCheck: ValueCheck = (value) =>
  loginModule.test(value.replaceAll(secretReference, (reference, _name, offset: number) => (insideQuotes(value, offset) ? 'secret' : reference)))
    ? undefined
    : 'it must be org.apache.kafka.common.security.plain.PlainLoginModule (or scram.ScramLoginModule) required username="…" password="…";'

const insideQuotes = (value: string, offset: number): boolean => value.slice(0, offset).replaceAll(/\\./g, '').split('"').length % 2 === 0

/** What `properties.` may pass on to the Kafka client: nothing that names a class or a file of the machine. */
export const kafkaPropertyRules: OptionRule[] = [
  { key: 'bootstrap.servers', check: addressesCheck(brokerAddresses, 'a list of host:port, separated by commas'), addresses: brokerAddresses },
  { key: 'security.protocol', check: oneOf('PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL') },
  { key: 'sasl.mechanism', check: oneOf('PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512') },
  { key: 'sasl.jaas.config', check: jaasCheck, takesSecrets: true },
  // Certificates come as text; the other types are files of the machine.
  { key: 'ssl.truststore.type', check: oneOf('PEM') },
  { key: 'ssl.keystore.type', check: oneOf('PEM') },
  ...freely(`
    ssl.truststore.certificates ssl.keystore.certificate.chain ssl.keystore.key ssl.key.password ssl.protocol
    ssl.enabled.protocols ssl.cipher.suites ssl.endpoint.identification.algorithm
    client.id client.rack client.dns.lookup group.id isolation.level auto.offset.reset enable.auto.commit auto.commit.interval.ms
    allow.auto.create.topics check.crcs commit.offsets.on.checkpoint partition.discovery.interval.ms
    fetch.min.bytes fetch.max.bytes fetch.max.wait.ms max.partition.fetch.bytes max.poll.records max.poll.interval.ms
    session.timeout.ms heartbeat.interval.ms default.api.timeout.ms request.timeout.ms metadata.max.age.ms metadata.max.idle.ms
    connections.max.idle.ms reconnect.backoff.ms reconnect.backoff.max.ms retry.backoff.ms retry.backoff.max.ms
    send.buffer.bytes receive.buffer.bytes socket.connection.setup.timeout.ms socket.connection.setup.timeout.max.ms
    acks retries linger.ms batch.size buffer.memory compression.type compression.gzip.level compression.lz4.level
    compression.zstd.level delivery.timeout.ms enable.idempotence max.block.ms max.in.flight.requests.per.connection
    max.request.size transaction.timeout.ms partitioner.ignore.keys partitioner.adaptive.partitioning.enable`),
]
