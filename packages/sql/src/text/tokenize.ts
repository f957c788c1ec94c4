import type { Failure, Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { Token } from '../types.ts'
import { sourcePosition } from './source-position.ts'

// The character classes of Flink's own lexer. What we and Flink cut differently could hide a statement from the gate,
// so nothing here is more generous than Flink: no Unicode spaces, no double-quoted names.
const letter = '$A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff\u3040-\u318f\u3300-\u337f\u3400-\u3d2d\u4e00-\u9fff\uf900-\ufaff'
const digit =
  '0-9\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0a66-\u0a6f\u0ae6-\u0aef\u0b66-\u0b6f\u0be7-\u0bef\u0c66-\u0c6f\u0ce6-\u0cef\u0d66-\u0d6f\u0e50-\u0e59\u0ed0-\u0ed9\u1040-\u1049'

const space = /[ \t\n\r\f]+/y
const lineComment = /(?:--|\/\/)[^\n\r]*/y
const word = new RegExp(`[${letter}][${letter}${digit}]*`, 'y')
const number = /(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/y
const symbol = /\{ *(?:[tT][sS]|[tTdD]|[fF][nN])|<=|>=|<>|!=|\|\||=>|\.\.|[()[\]{};,.=<>?:+\-*/%|^]/y
const quotedIdentifier = /`(?:[^`\n\r]|``)+`/y
const plainString = /'[^']*(?:''[^']*)*'/y
const prefixedString = /(?:[nNxX]|[uU]&|_[A-Za-z0-9][A-Za-z0-9:.\-_]*)'[^']*(?:''[^']*)*'/y
const escapeString = /[eE]'(?:[^'\\]|\\[^]|'')*'/y
/** What a collation (`charset$locale`) may hold: Flink reads one as a single lexeme, dots, dashes and even `--` included. */
const collationRun = new RegExp(`[${letter}${digit}:.\\-_]*`, 'y')

const matchAt = (pattern: RegExp, sql: string, offset: number): string | undefined => {
  pattern.lastIndex = offset
  return pattern.exec(sql)?.[0]
}

/** Only A to Z have case in Flink's keywords: `ſelect` and `ı` are no spellings of them. */
const upperAscii = (text: string): string => text.replaceAll(/[a-z]+/g, (part) => part.toUpperCase())

/**
 * Cuts a text into tokens exactly as Flink's lexer does (its BACK_TICK state). Lossless: the texts joined are the source.
 * A hint comes as the token `/*+`, its content as ordinary tokens, and the token that closes it, as in Flink.
 * `rejected` with line and column for what Flink's lexer refuses: unterminated strings, names and comments, double quotes,
 * and characters that no SQL has outside of strings.
 */
export function tokenize(sql: string): Result<Token[]> {
  const tokens: Token[] = []
  let offset = 0
  const run: CollationRun = { end: 0, lastDollar: -1 }
  while (offset < sql.length) {
    const token = tokenAt(sql, offset)
    if ('ok' in token) return token
    if ((token.kind === 'word' || token.kind === 'number') && beginsCollation(sql, offset, token.text, run)) {
      return refuse(sql, offset, `What begins here with '${token.text.slice(0, 40)}' reads as a collation, because a $ follows. Quote names that contain $ with backquotes`)
    }
    tokens.push({ ...token, start: offset, end: offset + token.text.length })
    offset += token.text.length
  }
  return ok(tokens)
}

/** The run of characters that was looked at last: each is looked at once, or long texts would take a quadratic time. */
interface CollationRun {
  end: number
  lastDollar: number
}

/** Also true for some texts that Flink would still cut as we do: rare, and safe to refuse. */
function beginsCollation(sql: string, offset: number, text: string, run: CollationRun): boolean {
  if (text.startsWith('.')) return false
  if (offset >= run.end) {
    const characters = matchAt(collationRun, sql, offset) ?? ''
    run.end = offset + characters.length
    run.lastDollar = offset + characters.lastIndexOf('$')
  }
  return run.lastDollar >= offset + text.length
}

type Cut = Pick<Token, 'kind' | 'text' | 'value'>

function tokenAt(sql: string, offset: number): Cut | Failure {
  const spaces = matchAt(space, sql, offset)
  if (spaces !== undefined) return { kind: 'space', text: spaces, value: spaces }
  if (sql.startsWith('/*+', offset)) return { kind: 'hint', text: '/*+', value: '/*+' }
  if (sql.startsWith('*/', offset)) return { kind: 'hint', text: '*/', value: '*/' }
  if (sql.startsWith('/*', offset)) return blockComment(sql, offset)
  const comment = matchAt(lineComment, sql, offset)
  if (comment !== undefined) return { kind: 'comment', text: comment, value: comment }
  const quoted = stringAt(sql, offset)
  if (quoted !== undefined) return quoted
  const plain = matchAt(word, sql, offset)
  const numeric = matchAt(number, sql, offset)
  if (plain !== undefined) return { kind: 'word', text: plain, value: upperAscii(plain) }
  if (numeric !== undefined) return { kind: 'number', text: numeric, value: numeric }
  const identifier = matchAt(quotedIdentifier, sql, offset)
  if (identifier !== undefined) {
    return { kind: 'quoted-identifier', text: identifier, value: identifier.slice(1, -1).replaceAll('``', '`') }
  }
  const operator = matchAt(symbol, sql, offset)
  if (operator !== undefined) return { kind: 'symbol', text: operator, value: operator }
  return refuseCharacter(sql, offset)
}

/** As Flink: four characters open a comment that begins with two stars, so `/***` and `/` do not make a whole one. */
function blockComment(sql: string, offset: number): Cut | Failure {
  const opening = sql.startsWith('/**', offset) && sql[offset + 3] !== '/' ? 4 : 2
  const close = sql.indexOf('*/', offset + opening)
  if (close < 0) return refuse(sql, offset, 'The comment that begins here is not closed. End it with */')
  const text = sql.slice(offset, close + 2)
  return { kind: 'comment', text, value: text }
}

function stringAt(sql: string, offset: number): Cut | undefined {
  const text = matchAt(plainString, sql, offset) ?? matchAt(prefixedString, sql, offset) ?? matchAt(escapeString, sql, offset)
  if (text === undefined) return undefined
  return { kind: 'string', text, value: text.slice(text.indexOf("'") + 1, -1).replaceAll("''", "'") }
}

function refuseCharacter(sql: string, offset: number): Failure {
  const character = String.fromCodePoint(sql.codePointAt(offset)!)
  if (character === "'") return refuse(sql, offset, "The string that begins here is not closed. End it with ', and double a ' inside of it")
  if (character === '`') return refuse(sql, offset, 'The name that begins here is not closed or is empty. End it with ` on the same line')
  if (character === '"') return refuse(sql, offset, 'Double quotes have no meaning here. Quote names with backquotes (`name`) and text with single quotes')
  const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')
  return refuse(sql, offset, `The character U+${code} cannot be used here. Remove it, or put it into a string or a quoted name`)
}

const refuse = (sql: string, offset: number, message: string): Failure =>
  failed('rejected', `${message} (${sourcePosition(sql, offset)}).`)
