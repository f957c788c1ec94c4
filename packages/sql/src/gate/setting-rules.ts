import { freely, ruleFor, type OptionRule } from './option-rule.ts'
import { oneOf, type ValueCheck } from './value-checks.ts'

const matches = (pattern: RegExp, wanted: string): ValueCheck => (value) => (pattern.test(value) ? undefined : `its value must be ${wanted}`)
const duration = matches(/^\s*[0-9]{1,12}\s*[A-Za-z]{0,12}\s*$/, "a duration like '10 min'")
const truth = oneOf('true', 'false')

/** Keys of a statement's properties, and of SET. The rest of Flink's configuration belongs to the pool. */
const settingRules: OptionRule[] = [
  { key: 'sql.dry-run', check: truth },
  { key: 'sql.inline-result', check: truth },
  { key: 'sql.snapshot.mode', check: oneOf('now', 'off') },
  { key: 'sql.state-ttl', check: duration },
  { key: 'sql.tables.scan.idle-timeout', check: duration },
  { key: 'sql.tables.scan.watermark-alignment.max-allowed-drift', check: duration },
  { key: 'sql.tables.scan.bounded.timestamp-millis', check: matches(/^[0-9]{1,16}$/, 'milliseconds since 1970') },
  { key: 'sql.tables.scan.startup.timestamp-millis', check: matches(/^[0-9]{1,16}$/, 'milliseconds since 1970') },
  { key: 'sql.tables.scan.source-operator-parallelism', check: matches(/^[1-9][0-9]{0,3}$/, 'a number from 1 to 9999') },
  ...freely(`sql.current-catalog sql.current-database sql.local-time-zone sql.snapshot.write-mode sql.tables.initial-offset-from
    sql.tables.scan.bounded.mode sql.tables.scan.startup.mode sql.tables.scan.startup.specific-offsets`),
  { key: /^sql\.secrets\.[A-Za-z0-9_.-]{1,200}$/ },
  // How a statement computes; nothing here names a class, a file or an address.
  { key: 'parallelism.default', check: matches(/^[1-9][0-9]{0,3}$/, 'a number from 1 to 9999') },
  { key: 'sql.parallelism', check: matches(/^[1-9][0-9]{0,3}$/, 'a number from 1 to 9999') },
  { key: 'table.exec.state.ttl', check: duration },
  { key: 'table.exec.source.idle-timeout', check: duration },
  { key: 'table.local-time-zone' },
  { key: 'table.column-expansion-strategy' },
  { key: /^table\.exec\.(?:mini-batch|sink|sort|rank|window-agg|async-lookup|deduplicate|local-hash-agg)\.[a-z0-9.-]+$/ },
  { key: /^table\.exec\.(?:source\.cdc-events-duplicate|legacy-cast-behaviour|simplify-operator-name-enabled|spill-compression\.[a-z.-]+)$/ },
  { key: /^table\.optimizer\.[a-z0-9.-]+$/ },
]

/** Keys that Confluent's shell keeps for itself; sent along, they do nothing. */
const clientKeys = /^client\.(?:results-timeout|service-account|statement-name|output-format)$/

/** Why a key or its value is refused, in words that follow "because"; a warning when it does nothing; else nothing. */
export function settingProblem(key: string, value: string | undefined, policy: Parameters<ValueCheck>[1]): { problem?: string; warning?: string } {
  if (clientKeys.test(key)) return { warning: `'${key}' is for the client alone and has no effect here.` }
  const rule = ruleFor(settingRules, key)
  if (rule === undefined || /class/i.test(key)) return { problem: `${whyNot(key)}. Allowed are sql.* (${known()}), parallelism.default, table.local-time-zone, table.optimizer.* and parts of table.exec.*` }
  const problem = value === undefined || value === '' ? undefined : rule.check?.(value, policy)
  return problem === undefined ? {} : { problem }
}

const known = (): string => settingRules.flatMap(({ key }) => (typeof key === 'string' && key.startsWith('sql.') ? [key.slice(4)] : [])).join(', ')

function whyNot(key: string): string {
  if (key.startsWith('sql.')) return 'it is not a property that statements have'
  if (/^(?:env\.|pipeline\.|classloader\.|python\.|metrics\.|plugin|user\.)/.test(key) || /class|jar/i.test(key)) return 'it would run code in the cluster'
  if (/^(?:state\.|execution\.|high-availability|fs\.|s3\.|io\.|kubernetes\.|security\.|rest\.|jobmanager\.|taskmanager\.|cluster\.|historyserver|jobstore|web\.|blob)/.test(key)) {
    return 'it belongs to the compute pool, which Headgate runs'
  }
  return 'it is not a setting that a statement may change'
}
