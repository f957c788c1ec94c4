import { freely, type OptionRule } from './option-rule.ts'
import { addressesCheck, oneOf, urlAddresses } from './value-checks.ts'

const rulesOfFormat: Record<string, OptionRule[]> = {
  json: freely(`fail-on-missing-field ignore-parse-errors timestamp-format.standard map-null-key.mode map-null-key.literal
    encode.decimal-as-plain-number encode.ignore-null-fields decode.json-parser.enabled`),
  csv: freely(`field-delimiter disable-quote-character quote-character allow-comments ignore-parse-errors array-element-delimiter
    escape-character null-literal write-bigdecimal-in-scientific-notation`),
  avro: freely('encoding codec timestamp_mapping.legacy'),
  raw: freely('charset endianness'),
  'debezium-json': freely(`schema-include ignore-parse-errors timestamp-format.standard map-null-key.mode map-null-key.literal
    encode.decimal-as-plain-number encode.ignore-null-fields`),
  // No `properties`, key stores or credential sources: they name classes and files.
  'avro-confluent': [
    { key: 'url', check: addressesCheck(urlAddresses, 'http://host[:port]/path or https://…, without user, query and fragment'), addresses: urlAddresses },
    { key: 'basic-auth.credentials-source', check: oneOf('USER_INFO') },
    { key: 'bearer-auth.credentials-source', check: oneOf('STATIC_TOKEN') },
    ...freely('subject schema connection basic-auth.user-info bearer-auth.token'),
  ],
}

/** Rules for the options of the allowed formats, as they are written: `json.x`, `key.json.x`, `value.json.x`. */
export function formatRules(formats: readonly string[]): OptionRule[] {
  return ['', 'key.', 'value.'].flatMap((prefix) =>
    formats.flatMap((format) => (rulesOfFormat[format] ?? []).map((rule) => ({ ...rule, key: `${prefix}${format}.${String(rule.key)}` }))),
  )
}
