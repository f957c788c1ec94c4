import type { TokenCursor } from '../text/token-cursor.ts'
import { forbidden, type Draft } from './draft.ts'
import { takeDatabaseName } from './read-create.ts'

/** USE CATALOG name, USE [catalog.]database. */
export function readUse(cursor: TokenCursor): Draft {
  cursor.expectWords('USE')
  if (cursor.isWord('MODULES', 'MODULE')) return forbidden('USE MODULES')
  if (cursor.takeWords('CATALOG')) {
    const catalog = cursor.expectPart('the name of a catalog')
    return { class: 'catalog', sqlKind: 'USE', action: { kind: 'use', catalog } }
  }
  const { catalog, name } = takeDatabaseName(cursor)
  const action = { kind: 'use', ...(catalog === undefined ? {} : { catalog }), database: name } as const
  return { class: 'catalog', sqlKind: 'USE', action }
}

/** SET, SET 'key' = 'value', SET key = value. */
export function readSet(cursor: TokenCursor): Draft {
  cursor.expectWords('SET')
  if (cursor.atEnd) return { class: 'catalog', sqlKind: 'SET', action: { kind: 'set' } }
  const key = takeKey(cursor)
  cursor.expectSymbol('=')
  const value = cursor.peek()?.kind === 'string' ? (cursor.expectPlainString('a value')?.value ?? '') : takeBare(cursor)
  return { class: 'catalog', sqlKind: 'SET', action: { kind: 'set', key, value } }
}

/** RESET, RESET 'key', RESET key. */
export function readReset(cursor: TokenCursor): Draft {
  cursor.expectWords('RESET')
  if (cursor.atEnd) return { class: 'catalog', sqlKind: 'RESET', action: { kind: 'reset' } }
  return { class: 'catalog', sqlKind: 'RESET', action: { kind: 'reset', key: takeKey(cursor) } }
}

const takeKey = (cursor: TokenCursor): string =>
  cursor.peek()?.kind === 'string' ? (cursor.expectPlainString('a key')?.value ?? '') : takeBare(cursor)

/** Unquoted: everything up to a space or `=`, as Flink's SQL client takes it. */
function takeBare(cursor: TokenCursor): string {
  const first = cursor.peek()
  let end = first?.start
  let text = ''
  while (cursor.peek() !== undefined && cursor.peek()!.start === end && !cursor.isSymbol('=')) {
    const token = cursor.next()!
    text += token.text
    end = token.end
  }
  if (text === '') cursor.expected('a word')
  return text
}
