/** What `parseLossless` makes of JSON: a number that JavaScript cannot print as it was written stays its source text. */
export type LosslessJson = null | boolean | number | string | LosslessJson[] | { [key: string]: LosslessJson }

/** Digits, exponents or fractions that a round trip through a double could change. */
const risky = /\d{16}|\d[eE][+-]?\d|\d\.\d/

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown

/**
 * Parses JSON without losing digits: BIGINT beyond 2^53, DECIMAL and `1.0E10` come back as the text that was sent. Numbers that survive
 * stay numbers, which is the quick path for most pages.
 */
export function parseLossless(text: string): LosslessJson {
  if (!risky.test(text)) return JSON.parse(text) as LosslessJson
  const keepSource: Reviver = (_key, value, context) =>
    typeof value === 'number' && context.source !== undefined && context.source !== String(value) ? context.source : value
  return JSON.parse(text, keepSource as (key: string, value: unknown) => unknown) as LosslessJson
}
