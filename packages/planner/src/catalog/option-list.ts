import { quoteString } from '@headgate/sql'

/** An option list with its parentheses, one option per line, in the order of the entries. */
export function renderOptionList(options: Record<string, string>): string {
  const lines = Object.entries(options).map(([key, value]) => `  ${quoteString(key)} = ${quoteString(value)}`)
  return `(\n${lines.join(',\n')}\n)`
}
