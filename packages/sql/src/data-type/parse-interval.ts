import type { DataType } from '@headgate/domain'
import type { TokenCursor } from '../text/token-cursor.ts'

/** Flink's resolutions, each with the units before and after TO. */
const units = ['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND']

/**
 * What follows INTERVAL: `YEAR(2) TO MONTH`, `DAY(2) TO SECOND(6)`, `SECOND(3)`. `precision` counts the digits of years or
 * days, `fractional_precision` those behind the second; both only where the resolution has them.
 */
export function parseInterval(cursor: TokenCursor, takeNumbers: (cursor: TokenCursor) => number[]): DataType {
  const first = takeUnit(cursor)
  const firstNumbers = takeNumbers(cursor)
  const last = cursor.takeWords('TO') ? takeUnit(cursor) : undefined
  const lastNumbers = last === undefined ? [] : takeNumbers(cursor)
  if (last !== undefined && units.indexOf(last) <= units.indexOf(first)) cursor.fail('Expected a smaller unit after TO')
  const resolution = last === undefined ? first : `${first}_TO_${last}`
  if (first === 'YEAR' || first === 'MONTH') {
    if (last !== undefined && last !== 'MONTH') cursor.fail('Expected MONTH')
    return { type: 'INTERVAL_YEAR_MONTH', nullable: true, resolution, ...(first === 'YEAR' ? { precision: firstNumbers[0] ?? 2 } : {}) }
  }
  const fractional = last === 'SECOND' ? (lastNumbers[0] ?? 6) : first === 'SECOND' ? (firstNumbers[0] ?? 6) : undefined
  return {
    type: 'INTERVAL_DAY_TIME',
    nullable: true,
    resolution,
    ...(first === 'DAY' ? { precision: firstNumbers[0] ?? 2 } : {}),
    ...(fractional === undefined ? {} : { fractional_precision: fractional }),
  }
}

function takeUnit(cursor: TokenCursor): string {
  const unit = units.find((each) => cursor.takeWords(each))
  if (unit === undefined) cursor.expected(`one of ${units.join(', ')}`)
  return unit ?? 'DAY'
}
