import type { Failure } from '@headgate/domain'
import { failed } from '@headgate/domain'
import type { ObjectName, Token } from '../types.ts'
import { sourcePosition } from './source-position.ts'

/** Neither space nor comment. */
export const isSignificant = (token: Token): boolean => token.kind !== 'space' && token.kind !== 'comment'

/** `'…'` without a prefix: the only spelling whose value needs no further rules. */
export const isPlainString = (token: Token | undefined): token is Token & { kind: 'string' } => token?.kind === 'string' && token.text.startsWith("'")

/**
 * Walks over significant tokens. After the first failure it stands at the end for good: loops stop, what readers return
 * after that is not to be used, and `failure` says what was wrong first.
 */
export class TokenCursor {
  failure: Failure | undefined
  readonly sql: string
  readonly tokens: readonly Token[]
  position = 0
  /** Free for readers that nest, to bound how deeply. */
  depth = 0

  /** `tokens` must be significant tokens of `sql`. */
  constructor(sql: string, tokens: readonly Token[]) {
    this.sql = sql
    this.tokens = tokens
  }

  peek(ahead = 0): Token | undefined {
    return this.failure === undefined ? this.tokens[this.position + ahead] : undefined
  }

  next(): Token | undefined {
    const token = this.peek()
    if (token !== undefined) this.position++
    return token
  }

  get atEnd(): boolean {
    return this.peek() === undefined
  }

  isWord(...words: string[]): boolean {
    const token = this.peek()
    return token?.kind === 'word' && words.includes(token.value)
  }

  isSymbol(text: string): boolean {
    const token = this.peek()
    return token?.kind === 'symbol' && token.text === text
  }

  /** Takes the words in this order if all of them follow. */
  takeWords(...words: string[]): boolean {
    const follow = words.every((word, index) => {
      const token = this.peek(index)
      return token?.kind === 'word' && token.value === word
    })
    if (follow) this.position += words.length
    return follow
  }

  takeSymbol(text: string): boolean {
    const found = this.isSymbol(text)
    if (found) this.position++
    return found
  }

  expectWords(...words: string[]): void {
    if (!this.takeWords(...words)) this.expected(words.join(' '))
  }

  expectSymbol(text: string): Token | undefined {
    const token = this.peek()
    if (!this.takeSymbol(text)) this.expected(`'${text}'`)
    return token
  }

  /** One part of a name: a word as written, or what is between backquotes. */
  expectPart(what: string): string {
    const token = this.peek()
    if (token?.kind === 'word' || token?.kind === 'quoted-identifier') {
      this.position++
      return token.kind === 'word' ? token.text : token.value
    }
    this.expected(what)
    return ''
  }

  /** A name of one to three parts. */
  expectName(what: string): ObjectName {
    const start = this.peek()
    const parts = [this.expectPart(what)]
    while (this.takeSymbol('.')) parts.push(this.expectPart(what))
    if (parts.length > 3) this.fail('A name has at most three parts: catalog, database and name', start)
    return objectName(parts)
  }

  expectPlainString(what: string): Token | undefined {
    const token = this.peek()
    if (isPlainString(token)) {
      this.position++
      return token
    }
    this.expected(`${what} as a plain string ('…')`)
    return undefined
  }

  /** Takes everything from `(` to the `)` that closes it. */
  skipParentheses(): void {
    this.expectSymbol('(')
    let depth = 1
    while (depth > 0) {
      const token = this.next()
      if (token === undefined) return this.expected("')'")
      if (token.kind !== 'symbol') continue
      if (token.text === '(') depth++
      if (token.text === ')') depth--
    }
  }

  expectEnd(): void {
    if (!this.atEnd) this.expected('the end of the statement')
  }

  expected(what: string): void {
    const token = this.peek()
    const found = token === undefined ? 'the text ends' : `'${shorten(token.text)}' stands`
    this.fail(`Expected ${what} where ${found}`)
  }

  /** Notes the first failure; `token` is where (default: the next one). */
  fail(message: string, token: Token | undefined = this.peek()): void {
    if (this.failure !== undefined) return
    const offset = token?.start ?? this.tokens.at(-1)?.end ?? 0
    this.failure = failed('rejected', `${message} (${sourcePosition(this.sql, offset)}).`)
  }
}

/** One to three name parts as a name. */
export const objectName = (parts: readonly string[]): ObjectName => {
  const [name = '', database, catalog] = parts.toReversed()
  return { ...(catalog === undefined ? {} : { catalog }), ...(database === undefined ? {} : { database }), name }
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
