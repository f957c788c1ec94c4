import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import { sourcePosition } from '../text/source-position.ts'
import { isSignificant, TokenCursor } from '../text/token-cursor.ts'
import { tokenize } from '../text/tokenize.ts'
import type { OptionList, ReadStatement, Token } from '../types.ts'
import { secretNames } from '../secrets/secret-reference.ts'
import type { Draft } from './draft.ts'
import { readAlter } from './read-alter.ts'
import { readCreate } from './read-create.ts'
import { readDrop } from './read-drop.ts'
import { refuseExplain, takeExplain } from './read-explain.ts'
import { readForbidden } from './read-forbidden.ts'
import { readHints } from './read-hints.ts'
import { identifierChains, readIdentifiers, readsInformationSchema, type IdentifierChain } from './read-identifiers.ts'
import { readInsert, readStatementSet } from './read-insert.ts'
import { atQuery, readQuery } from './read-query.ts'
import { readReset, readSet, readUse } from './read-settings.ts'
import { readDescribe, readShow } from './read-show.ts'

/**
 * Reads exactly one statement (comments around it and one semicolon at its end are fine) and says what it is. Deny by
 * default: what is not surely one of the known kinds comes back as `forbidden`. `rejected`, with line and column, for text
 * that Flink's lexer refuses, for no statement, for several, and for a known kind that is not written as it must be.
 */
export function readStatement(sql: string): Result<ReadStatement> {
  const lexed = tokenize(sql)
  if (!lexed.ok) return lexed
  const significant = lexed.value.filter(isSignificant)
  const last = significant.at(-1)
  if (last?.kind === 'symbol' && last.text === ';') significant.pop()
  if (significant.length === 0) return failed('rejected', 'There is no statement: the text is empty or holds only comments. Write one SQL statement.')
  const text = last?.text === ';' ? sql.slice(0, last.start) : sql
  const tokens = lexed.value.filter((token) => token.end <= text.length)
  return readTokens(text, tokens, significant)
}

function readTokens(sql: string, tokens: Token[], significant: readonly Token[]): Result<ReadStatement> {
  const chains = identifierChains(significant)
  const hintCursor = new TokenCursor(sql, significant)
  const { hints, optionLists: hinted } = readHints(hintCursor, chains)
  if (hintCursor.failure !== undefined) return hintCursor.failure

  const cursor = new TokenCursor(sql, significant)
  const draft = readDraft(cursor, chains)
  if (draft.draft.action.kind !== 'forbidden') {
    if (cursor.failure === undefined && cursor.isSymbol(';')) return severalStatements(sql, cursor.peek()!)
    cursor.expectEnd()
    if (cursor.failure !== undefined) return cursor.failure
  }
  const finish = ({ action, class: statementClass, sqlKind, optionLists = [], distribution, hasConnector = false }: Draft): ReadStatement => {
    const all = [...optionLists, ...hinted]
    return {
      sql, tokens, class: statementClass, sqlKind, action,
      identifiers: readIdentifiers(chains),
      optionLists: all,
      hints,
      ...(distribution === undefined ? {} : { distribution }),
      hasConnector,
      secretRefs: secretNames(tokens),
      connectionRefs: connectionNames(all),
    }
  }
  if (!draft.explained || draft.draft.action.kind === 'forbidden') return ok(finish(draft.draft))
  const inner = finish(draft.draft)
  return ok({ ...inner, class: 'explain', sqlKind: 'EXPLAIN', action: { kind: 'explain', inner } })
}

function readDraft(cursor: TokenCursor, chains: readonly IdentifierChain[]): { draft: Draft; explained: boolean } {
  if (!cursor.isWord('EXPLAIN')) return { draft: readOne(cursor, chains), explained: false }
  takeExplain(cursor)
  const inner = cursor.takeWords('STATEMENT', 'SET') ? readStatementSet(cursor) : readOne(cursor, chains)
  return { draft: refuseExplain(inner) ?? inner, explained: true }
}

function readOne(cursor: TokenCursor, chains: readonly IdentifierChain[]): Draft {
  if (atQuery(cursor)) {
    const draft = readQuery(cursor)
    if (!readsInformationSchema(chains)) return draft
    return { class: 'catalog', sqlKind: 'SELECT', action: { kind: 'information-schema' } }
  }
  const first = cursor.peek()
  switch (first?.kind === 'word' ? first.value : '') {
    case 'INSERT': return readInsert(cursor)
    case 'EXECUTE': return readExecute(cursor, chains)
    case 'CREATE': return readCreate(cursor)
    case 'ALTER': return readAlter(cursor)
    case 'DROP': return readDrop(cursor)
    case 'SHOW': return readShow(cursor)
    case 'DESCRIBE': case 'DESC': return readDescribe(cursor)
    case 'USE': return readUse(cursor)
    case 'SET': return readSet(cursor)
    case 'RESET': return readReset(cursor)
    default: return readForbidden(cursor)
  }
}

/** EXECUTE STATEMENT SET …, EXECUTE INSERT …, EXECUTE SELECT …; anything else of EXECUTE is forbidden. */
function readExecute(cursor: TokenCursor, chains: readonly IdentifierChain[]): Draft {
  const forbiddenDraft = readForbidden(cursor)
  cursor.expectWords('EXECUTE')
  if (cursor.takeWords('STATEMENT', 'SET')) return readStatementSet(cursor)
  return cursor.isWord('INSERT', 'SELECT', 'WITH', 'VALUES') ? readOne(cursor, chains) : forbiddenDraft
}

const severalStatements = (sql: string, token: Token) =>
  failed('rejected', `There are several statements: the first one ends at ${sourcePosition(sql, token.start)}. Send one statement at a time, or put INSERTs into EXECUTE STATEMENT SET BEGIN … END.`)

/** Values of `'connection' = 'name'` and of format options like `'value.avro-confluent.connection'`, each once. */
const connectionNames = (optionLists: readonly OptionList[]): string[] => [
  ...new Set(optionLists.flatMap((list) => list.options.filter(({ key }) => key === 'connection' || key.endsWith('avro-confluent.connection')).map(({ value }) => value))),
]
