import type { Span, Token } from '@headgate/sql'

/** One entry of the column list of CREATE TABLE. */
export type TableItem = Span &
  (
    | { kind: 'column'; name: string; flavour: 'physical' | 'computed' | 'metadata' | 'name-only'; isPrimaryKey: boolean }
    | { kind: 'watermark'; column: string; /** Span of the expression. */ expression: Span }
    | { kind: 'primary-key'; columns: string[] }
    | { kind: 'other' }
  )

/** Where the parts of a CREATE TABLE are in its text. Parts that are not written are undefined. */
export interface CreateTableParts {
  target: Span
  columnList?: Span
  items: TableItem[]
  comment?: string
  partitionKeys?: string[]
  distribution?: Span
  withList?: Span
  /** From the word LIKE on. */
  like?: Span & { excludesOptions: boolean; excludesConstraints: boolean }
  /** Where WITH belongs when there is none: before LIKE or AS, else at the end. */
  insertWithAt: number
}

const isSignificant = (token: Token) => token.kind !== 'space' && token.kind !== 'comment'
const isWord = (token: Token | undefined, ...words: string[]) => token?.kind === 'word' && words.includes(token.value)
const isSymbol = (token: Token | undefined, text: string) => token?.kind === 'symbol' && token.text === text
const isName = (token: Token | undefined) => token?.kind === 'word' || token?.kind === 'quoted-identifier'

/** A name as written: quoted ones unescaped, bare ones as they are (Flink keeps their case). */
const nameOf = (token: Token | undefined): string => (token === undefined ? '' : token.kind === 'word' ? token.text : token.value)

/**
 * Finds the parts of `CREATE [TEMPORARY] TABLE|VIEW [IF NOT EXISTS] name …` from its tokens. Undefined when the text does
 * not have that shape; that is for Flink's parser to explain.
 */
export function parseCreateTable(tokens: readonly Token[]): CreateTableParts | undefined {
  const list = tokens.filter(isSignificant)
  let index = 0
  while (index < list.length && !isWord(list[index], 'TABLE', 'VIEW')) index++
  index++
  if (isWord(list[index], 'IF')) index += 3
  const first = list[index]
  if (first === undefined || !isName(first)) return undefined
  let last = first
  while (isSymbol(list[index + 1], '.') && isName(list[index + 2])) {
    index += 2
    last = list[index]!
  }
  index++
  const end = list.at(-1)!.end
  const parts: CreateTableParts = { target: { start: first.start, end: last.end }, items: [], insertWithAt: end }

  if (isSymbol(list[index], '(')) {
    const close = closingOf(list, index)
    parts.columnList = { start: list[index]!.start, end: list[close]?.end ?? end }
    parts.items = splitItems(list.slice(index + 1, close)).map(readItem)
    index = close + 1
  }
  while (index < list.length) {
    const token = list[index]!
    if (isWord(token, 'COMMENT') && list[index + 1]?.kind === 'string') {
      parts.comment = list[index + 1]!.value
      index += 2
    } else if (isWord(token, 'DISTRIBUTED')) {
      const from = index++
      while (index < list.length && !isWord(list[index], 'PARTITIONED', 'WITH', 'LIKE', 'AS')) index++
      parts.distribution = { start: list[from]!.start, end: list[index - 1]!.end }
    } else if (isWord(token, 'PARTITIONED') && isSymbol(list[index + 2], '(')) {
      const close = closingOf(list, index + 2)
      parts.partitionKeys = list.slice(index + 3, close).filter(isName).map(nameOf)
      index = close + 1
    } else if (isWord(token, 'WITH') && isSymbol(list[index + 1], '(')) {
      const close = closingOf(list, index + 1)
      parts.withList = { start: list[index + 1]!.start, end: list[close]?.end ?? end }
      index = close + 1
    } else if (isWord(token, 'LIKE')) {
      const words = list.slice(index).map((each) => (each.kind === 'word' ? each.value : each.text)).join(' ')
      parts.like = {
        start: token.start,
        end,
        excludesOptions: /EXCLUDING (ALL|OPTIONS)/.test(words),
        excludesConstraints: /EXCLUDING (ALL|CONSTRAINTS)/.test(words),
      }
      parts.insertWithAt = token.start
      break
    } else if (isWord(token, 'AS')) {
      parts.insertWithAt = token.start
      break
    } else index++
  }
  return parts
}

/** Index of the parenthesis that closes the one at `open`; the list's length when none does. */
function closingOf(list: readonly Token[], open: number): number {
  let depth = 0
  for (let index = open; index < list.length; index++) {
    if (isSymbol(list[index], '(')) depth++
    if (isSymbol(list[index], ')') && --depth === 0) return index
  }
  return list.length
}

/** Cuts at top-level commas. Angle brackets nest in types but not in expressions, where they compare. */
function splitItems(list: readonly Token[]): Token[][] {
  const items: Token[][] = []
  let item: Token[] = []
  let depth = 0
  for (const token of list) {
    if (token.kind === 'symbol') {
      const inType = !isWord(item[0], 'WATERMARK') && !isWord(item[1], 'AS')
      for (const character of token.text) {
        if (character === '(' || character === '[' || (inType && character === '<')) depth++
        if (character === ')' || character === ']' || (inType && character === '>')) depth--
      }
      if (token.text === ',' && depth === 0) {
        items.push(item)
        item = []
        continue
      }
    }
    item.push(token)
  }
  return [...items, item].filter((each) => each.length > 0)
}

function readItem(item: Token[]): TableItem {
  const span = { start: item[0]!.start, end: item.at(-1)!.end }
  if (isWord(item[0], 'WATERMARK') && isWord(item[1], 'FOR')) {
    const as = item.findIndex((token) => isWord(token, 'AS'))
    const column = item.slice(2, as).filter(isName).map(nameOf).join('.')
    return { ...span, kind: 'watermark', column, expression: { start: item[as + 1]?.start ?? span.end, end: span.end } }
  }
  if (isWord(item[0], 'PRIMARY') || (isWord(item[0], 'CONSTRAINT') && isWord(item[2], 'PRIMARY'))) {
    const open = item.findIndex((token) => isSymbol(token, '('))
    const columns = item.slice(open + 1, closingOf(item, open)).filter(isName).map(nameOf)
    return { ...span, kind: 'primary-key', columns }
  }
  if (isWord(item[0], 'CONSTRAINT', 'UNIQUE')) return { ...span, kind: 'other' }
  const isPrimaryKey = item.some((token, index) => isWord(token, 'PRIMARY') && isWord(item[index + 1], 'KEY'))
  const flavour =
    item.length === 1 ? 'name-only' : isWord(item[1], 'AS') ? 'computed' : item.some((token) => isWord(token, 'METADATA')) ? 'metadata' : 'physical'
  return { ...span, kind: 'column', name: nameOf(item[0]), flavour, isPrimaryKey }
}

/** The columns of the primary key that the text declares; empty when it declares none. */
export function declaredPrimaryKey(parts: CreateTableParts): string[] {
  return parts.items.flatMap((item) =>
    item.kind === 'primary-key' ? item.columns : item.kind === 'column' && item.isPrimaryKey ? [item.name] : [],
  )
}
