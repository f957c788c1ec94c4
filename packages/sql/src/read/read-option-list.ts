import type { TokenCursor } from '../text/token-cursor.ts'
import type { ObjectName, OptionList, TableOption } from '../types.ts'

/**
 * `('key' = 'value', …)`. Flink would also take prefixed strings and strings side by side; they are refused, so that the
 * value that is checked is the value that Flink gets.
 */
export function readOptionList(cursor: TokenCursor, where: OptionList['where'], table: ObjectName | undefined): OptionList {
  const start = cursor.expectSymbol('(')?.start ?? 0
  const options: TableOption[] = []
  if (!cursor.isSymbol(')')) {
    do {
      const key = cursor.expectPlainString('the key of an option')
      cursor.expectSymbol('=')
      const value = cursor.expectPlainString('the value of an option')
      if (key !== undefined && value !== undefined) {
        options.push({ key: key.value, value: value.value, start: value.start, end: value.end })
      }
    } while (cursor.takeSymbol(','))
  }
  const end = cursor.expectSymbol(')')?.end ?? 0
  return { where, ...(table === undefined ? {} : { table }), options, start, end }
}
