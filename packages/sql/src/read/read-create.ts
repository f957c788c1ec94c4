import type { TokenCursor } from '../text/token-cursor.ts'
import { forbidden, type Draft } from './draft.ts'
import { readCreateTable } from './read-create-table.ts'
import { takeQuery } from './read-query.ts'

/** CREATE TABLE, VIEW and DATABASE; everything else that CREATE can begin is forbidden. */
export function readCreate(cursor: TokenCursor): Draft {
  cursor.expectWords('CREATE')
  if (cursor.takeWords('TABLE')) return readCreateTable(cursor)
  if (cursor.takeWords('VIEW')) return readCreateView(cursor)
  if (cursor.takeWords('DATABASE')) return readCreateDatabase(cursor)
  return readForbiddenCreate(cursor)
}

function readForbiddenCreate(cursor: TokenCursor): Draft {
  let prefix = 'CREATE'
  if (cursor.takeWords('OR', 'REPLACE')) prefix += ' OR REPLACE'
  if (cursor.takeWords('OR', 'ALTER')) prefix += ' OR ALTER'
  if (cursor.takeWords('TEMPORARY')) prefix += ' TEMPORARY'
  if (cursor.takeWords('SYSTEM')) prefix += ' SYSTEM'
  if (cursor.isWord('MATERIALIZED')) return forbidden(`${prefix} MATERIALIZED TABLE`, 'materialized tables')
  if (cursor.isWord('FUNCTION')) return forbidden(`${prefix} FUNCTION`, 'artifacts')
  if (cursor.isWord('MODEL')) return forbidden(`${prefix} MODEL`, 'models')
  const what = cursor.peek()
  return forbidden(what?.kind === 'word' ? `${prefix} ${what.value.slice(0, 40)}` : prefix)
}

function readCreateView(cursor: TokenCursor): Draft {
  const ifNotExists = cursor.takeWords('IF', 'NOT', 'EXISTS')
  const target = cursor.expectName('the name of the view')
  if (cursor.isSymbol('(')) cursor.skipParentheses()
  if (cursor.takeWords('COMMENT')) cursor.expectPlainString('the comment')
  cursor.expectWords('AS')
  const query = takeQuery(cursor)
  return {
    class: 'ddl',
    sqlKind: 'CREATE_VIEW',
    action: { kind: 'create-view', target, ifNotExists, temporary: false, queryStart: query.start, queryEnd: query.end },
  }
}

function readCreateDatabase(cursor: TokenCursor): Draft {
  const ifNotExists = cursor.takeWords('IF', 'NOT', 'EXISTS')
  const { catalog, name } = takeDatabaseName(cursor)
  const comment = cursor.takeWords('COMMENT') ? cursor.expectPlainString('the comment')?.value : undefined
  if (cursor.isWord('WITH')) cursor.fail('A database takes no options here. Leave out WITH (…)')
  return {
    class: 'ddl',
    sqlKind: 'CREATE_DATABASE',
    action: { kind: 'create-database', ...(catalog === undefined ? {} : { catalog }), name, ifNotExists, ...(comment === undefined ? {} : { comment }) },
  }
}

/** `[catalog.]database`. */
export function takeDatabaseName(cursor: TokenCursor): { catalog?: string; name: string } {
  const start = cursor.peek()
  const { catalog, database, name } = cursor.expectName('the name of a database')
  if (catalog !== undefined) cursor.fail('The name of a database has at most two parts: catalog and database', start)
  return database === undefined ? { name } : { catalog: database, name }
}
