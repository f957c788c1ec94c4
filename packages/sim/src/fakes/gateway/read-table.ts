import type { FakeColumn, FakeTable } from './session-catalog.ts'
import type { SqlToken } from './sql-tokens.ts'
import { closingOf, isName, isSymbol, isWord, nameOf, splitAtCommas } from './sql-tokens.ts'
import { typeTextOf } from './type-text.ts'

/** The table that a CREATE TABLE defines; `index` is the token after its name. */
export function readTable(sql: string, tokens: SqlToken[], index: number): FakeTable {
  const table: FakeTable = { kind: 'table', columns: [], options: {}, primaryKey: [], partitionKeys: [] }
  for (let at = index; at < tokens.length; at++) {
    const token = tokens[at]
    if (isSymbol(token, '(') && table.columns.length === 0) {
      const close = closingOf(tokens, at)
      for (const item of splitAtCommas(tokens.slice(at + 1, close))) readItem(sql, item, table)
      at = close
    } else if (isWord(token, 'COMMENT') && tokens[at + 1]?.kind === 'string') {
      table.comment = tokens[at + 1]?.value
    } else if (isWord(token, 'PARTITIONED')) {
      const close = closingOf(tokens, at + 2)
      table.partitionKeys = tokens.slice(at + 3, close).filter(isName).map(nameOf)
      at = close
    } else if (isWord(token, 'WITH') && isSymbol(tokens[at + 1], '(')) {
      const close = closingOf(tokens, at + 1)
      table.options = readOptions(tokens.slice(at + 2, close))
      at = close
    }
  }
  for (const column of table.columns) if (table.primaryKey.includes(column.name)) column.nullable = false
  return table
}

/** `'key' = 'value', …` */
export function readOptions(tokens: SqlToken[]): Record<string, string> {
  const strings = tokens.filter((token) => token.kind === 'string').map((token) => token.value)
  return Object.fromEntries(strings.flatMap((key, index) => (index % 2 === 0 ? [[key, strings[index + 1] ?? '']] : [])))
}

function readItem(sql: string, item: SqlToken[], table: FakeTable): void {
  if (isWord(item[0], 'WATERMARK')) {
    const as = item.findIndex((token) => isWord(token, 'AS'))
    const column = item.slice(2, as).filter(isName).map(nameOf).join('.')
    table.watermark = { column, expression: textOf(sql, item.slice(as + 1)) }
    return
  }
  if (isWord(item[0], 'PRIMARY', 'CONSTRAINT')) {
    const open = item.findIndex((token) => isSymbol(token, '('))
    table.primaryKey = item.slice(open + 1, closingOf(item, open)).filter(isName).map(nameOf)
    return
  }
  table.columns.push(readColumn(sql, item, table))
}

function readColumn(sql: string, item: SqlToken[], table: FakeTable): FakeColumn {
  const name = nameOf(item[0]!)
  if (isWord(item[1], 'AS')) return { name, typeText: 'STRING', nullable: true, extras: `AS ${textOf(sql, item.slice(2))}` }
  const end = endOfType(item)
  const typed = item.slice(1, end < 0 ? item.length : end)
  const words = item.slice(1 + typed.length)
  const isKey = words.some((token) => isWord(token, 'PRIMARY'))
  if (isKey) table.primaryKey = [name]
  const metadata = words.findIndex((token) => isWord(token, 'METADATA'))
  const comment = words.findIndex((token) => isWord(token, 'COMMENT'))
  return {
    name,
    typeText: typeTextOf(typed),
    nullable: !isKey && !words.some((token, index) => isWord(token, 'NOT') && isWord(words[index + 1], 'NULL')),
    ...(metadata < 0 ? {} : { extras: textOf(sql, words.slice(metadata)) }),
    ...(comment < 0 ? {} : { comment: words[comment + 1]?.value }),
  }
}

/** Where the words after a type begin; those within `<…>` belong to it. */
function endOfType(item: SqlToken[]): number {
  let depth = 0
  return item.findIndex((token, index) => {
    if (isSymbol(token, '<')) depth++
    if (isSymbol(token, '>')) depth--
    return depth === 0 && index > 0 && isWord(token, 'NOT', 'NULL', 'METADATA', 'PRIMARY', 'COMMENT', 'CONSTRAINT')
  })
}

const textOf = (sql: string, tokens: SqlToken[]): string => sql.slice(tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0)
