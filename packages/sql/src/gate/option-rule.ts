import type { AddressReader, ValueCheck } from './value-checks.ts'

/** One option key (or a pattern of keys) that may be used. */
export interface OptionRule {
  key: string | RegExp
  /** Absent: any value is harmless. With a check, a value with secrets in it is refused, because it cannot be checked. */
  check?: ValueCheck
  /** The check itself knows where a secret may stand. */
  takesSecrets?: boolean
  /** The option names addresses: names among them must be looked up before Flink does it. */
  addresses?: AddressReader
}

/** Rules without a check for keys that are separated by white space. */
export const freely = (keys: string): OptionRule[] => keys.trim().split(/\s+/).map((key) => ({ key }))

/** The rule for a key. Keys are compared exactly: Flink's are case-sensitive. */
export const ruleFor = (rules: readonly OptionRule[], key: string): OptionRule | undefined =>
  rules.find((rule) => (typeof rule.key === 'string' ? rule.key === key : rule.key.test(key)))
