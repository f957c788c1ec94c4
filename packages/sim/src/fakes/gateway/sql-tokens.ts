/** A word, name, literal or symbol of SQL text. Comments and white space are left out. */
export interface SqlToken {
  kind: 'word' | 'name' | 'string' | 'number' | 'symbol'
  /** As written. */
  text: string
  /** A word in upper case, a quoted name or string without its quotes. */
  value: string
  start: number
  end: number
}

const lexeme = /`(?:[^`]|``)*`|'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\/|[A-Za-z_$][\w$]*|\d+(?:\.\d+)?|\s+|[\s\S]/g

/** Cuts SQL text into tokens, as far as a fake needs it. */
export function tokensOf(sql: string): SqlToken[] {
  const tokens: SqlToken[] = []
  for (const match of sql.matchAll(lexeme)) {
    const [text] = match
    if (/^(\s|--|\/\*)/.test(text)) continue
    const place = { text, start: match.index, end: match.index + text.length }
    if (/^`[\s\S]*`$/.test(text) && text.length > 1) tokens.push({ kind: 'name', value: text.slice(1, -1).replaceAll('``', '`'), ...place })
    else if (/^'[\s\S]*'$/.test(text) && text.length > 1) tokens.push({ kind: 'string', value: text.slice(1, -1).replaceAll("''", "'"), ...place })
    else if (/^[A-Za-z_$]/.test(text)) tokens.push({ kind: 'word', value: text.toUpperCase(), ...place })
    else if (/^\d/.test(text)) tokens.push({ kind: 'number', value: text, ...place })
    else tokens.push({ kind: 'symbol', value: text, ...place })
  }
  return tokens
}

export const isWord = (token: SqlToken | undefined, ...words: string[]): boolean => token?.kind === 'word' && words.includes(token.value)
export const isSymbol = (token: SqlToken | undefined, symbol: string): boolean => token?.kind === 'symbol' && token.value === symbol
export const isName = (token: SqlToken | undefined): boolean => token?.kind === 'word' || token?.kind === 'name'

/** A name as Flink keeps it: bare ones with their case. */
export const nameOf = (token: SqlToken): string => (token.kind === 'word' ? token.text : token.value)

/** Reads `a.b.c` from `index` on. */
export function readPath(tokens: SqlToken[], index: number): { path: string[]; next: number } | undefined {
  const path: string[] = []
  for (let at = index; ; at += 2) {
    const token = tokens[at]
    if (token === undefined || !isName(token)) return path.length === 0 ? undefined : { path, next: at - 1 }
    path.push(nameOf(token))
    if (!isSymbol(tokens[at + 1], '.')) return { path, next: at + 1 }
  }
}

/** Index of the parenthesis that closes the one at `open`, or the list's length. */
export function closingOf(tokens: SqlToken[], open: number): number {
  let depth = 0
  for (let index = open; index < tokens.length; index++) {
    if (isSymbol(tokens[index], '(')) depth++
    if (isSymbol(tokens[index], ')') && --depth === 0) return index
  }
  return tokens.length
}

/** Cuts at commas outside of parentheses and angle brackets. */
export function splitAtCommas(tokens: SqlToken[]): SqlToken[][] {
  const parts: SqlToken[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (token.kind === 'symbol' && '(<['.includes(token.value)) depth++
    if (token.kind === 'symbol' && ')>]'.includes(token.value)) depth--
    if (isSymbol(token, ',') && depth <= 0) parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts.filter((part) => part.length > 0)
}

/** `line 1, column 15` of an offset, both from 1. */
export function placeOf(sql: string, offset: number): string {
  const before = sql.slice(0, offset).split('\n')
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
}
