import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import { refersToSecret } from '../secrets/secret-reference.ts'
import { connectorRules } from './connector-rules.ts'
import { formatRules } from './format-rules.ts'
import type { GatePolicy } from './gate-policy.ts'
import type { NetworkAddress } from './network-address.ts'
import { ruleFor, type OptionRule } from './option-rule.ts'
import { connectorCheck } from './value-checks.ts'

/** An option and, for messages, where it stands. */
export interface CheckedOption {
  key: string
  value: string
  /** Gives for example `line 3, column 5`; asked only where something is refused. */
  position?: () => string
}

/**
 * Whether Flink may get these table options. `where` names the list in messages, for example `Table 'orders'`. Also for
 * options with connections and secrets put in: then it is the last look before Flink. `rejected` with the key, the reason
 * and what to write instead; values are never repeated, they may be secrets.
 */
export function checkOptions(options: readonly CheckedOption[], where: string, policy: GatePolicy): Result<void> {
  const connector = connectorOf(options)
  const rules = rulesFor(options, policy)
  const seen = new Set<string>()
  // The connector first: with an unknown one, every other option would look wrong too.
  for (const option of options.toSorted((left, right) => Number(right === connector) - Number(left === connector))) {
    const problem = seen.has(option.key) ? 'it is written twice; keep one' : problemOf(option, rules, connector?.value, policy)
    if (problem !== undefined) {
      const position = option.position === undefined ? '' : ` (${option.position()})`
      return failed('rejected', `${where}: the option '${option.key.slice(0, 80)}'${position} is refused, because ${problem}.`)
    }
    seen.add(option.key)
  }
  const lossy = lossyFormat(options)
  if (lossy === undefined) return ok(undefined)
  const position = lossy.position === undefined ? '' : ` (${lossy.position()})`
  return failed('rejected', `${where}: the option 'format'${position} is refused, because in an object store files of it lose rows whenever their job is stopped or fails: use 'avro' there.`)
}

/**
 * The format of files in an object store, if Flink does not write each file between two checkpoints. What it has begun of a file at a checkpoint, the S3 file
 * system of Flink 2.3 gives up when the job ends, and does not read again (packages/store/decisions/001-files-of-tables.md).
 */
function lossyFormat(options: readonly CheckedOption[]): CheckedOption | undefined {
  const valueOf = (key: string) => options.find((option) => option.key === key)?.value
  const isInStore = valueOf('connector') === 'filesystem' && /^s3[a-z]?:/.test(valueOf('path') ?? '')
  return isInStore ? options.find(({ key, value }) => key === 'format' && value !== 'avro') : undefined
}

/** The addresses that options name, each once; values that cannot be read name none, and the gate refuses them. */
export function namedAddresses(options: readonly CheckedOption[], policy: GatePolicy): NetworkAddress[] {
  const rules = rulesFor(options, policy)
  const found = options.flatMap(({ key, value }) => ruleFor(rules, key)?.addresses?.(value) ?? [])
  return [...new Map(found.map((address) => [`${address.host} ${address.port}`, address])).values()]
}

const connectorOf = (options: readonly CheckedOption[]): CheckedOption | undefined => options.find(({ key }) => key === 'connector')

const rulesFor = (options: readonly CheckedOption[], policy: GatePolicy): OptionRule[] => [
  { key: 'connector', check: connectorCheck },
  ...connectorRules(connectorOf(options)?.value, policy.connectors),
  ...formatRules(policy.formats),
]

function problemOf(option: CheckedOption, rules: readonly OptionRule[], connector: string | undefined, policy: GatePolicy): string | undefined {
  const rule = ruleFor(rules, option.key)
  if (rule === undefined || option.key.includes('{{')) return unknownKey(option.key, connector)
  if (rule.check === undefined) return undefined
  if (!rule.takesSecrets && (refersToSecret(option.value) || option.value.includes('{{'))) {
    return 'its value decides what Flink may reach and must be written out: secrets can stand for passwords and user names only'
  }
  return rule.check(option.value, policy)
}

function unknownKey(key: string, connector: string | undefined): string {
  if (/class|time-extractor/i.test(key)) return 'options that name a class would run code in the cluster'
  if (/location|\.file|keytab|path/i.test(key)) return 'options that name a file of the machine cannot be used; give certificates as text (type PEM)'
  if (key === 'driver') return 'the driver follows from the url; leave it out'
  if (key.startsWith('properties.')) return 'this Kafka client property is not in the list of allowed ones; leave it out'
  return `it is not an option that can be used${connector === undefined ? '' : ` with the connector '${connector}'`}; leave it out or correct its name`
}
