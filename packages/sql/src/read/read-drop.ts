import type { TokenCursor } from '../text/token-cursor.ts'
import { forbidden, type Draft } from './draft.ts'
import { takeDatabaseName } from './read-create.ts'

/** DROP TABLE, VIEW and DATABASE; everything else that DROP can begin is forbidden. */
export function readDrop(cursor: TokenCursor): Draft {
  cursor.expectWords('DROP')
  if (cursor.takeWords('TABLE')) {
    const ifExists = cursor.takeWords('IF', 'EXISTS')
    const target = cursor.expectName('the name of the table')
    return { class: 'ddl', sqlKind: 'DROP_TABLE', action: { kind: 'drop-table', target, ifExists } }
  }
  if (cursor.takeWords('VIEW')) {
    const ifExists = cursor.takeWords('IF', 'EXISTS')
    const target = cursor.expectName('the name of the view')
    return { class: 'ddl', sqlKind: 'DROP_VIEW', action: { kind: 'drop-view', target, ifExists } }
  }
  if (cursor.takeWords('DATABASE')) return readDropDatabase(cursor)
  return readForbiddenDrop(cursor)
}

function readDropDatabase(cursor: TokenCursor): Draft {
  const ifExists = cursor.takeWords('IF', 'EXISTS')
  const { catalog, name } = takeDatabaseName(cursor)
  const cascade = cursor.takeWords('CASCADE')
  if (!cascade) cursor.takeWords('RESTRICT')
  const action = { kind: 'drop-database', ...(catalog === undefined ? {} : { catalog }), name, ifExists, cascade } as const
  return { class: 'ddl', sqlKind: 'DROP_DATABASE', action }
}

function readForbiddenDrop(cursor: TokenCursor): Draft {
  if (cursor.isWord('MATERIALIZED')) return forbidden('DROP MATERIALIZED TABLE', 'materialized tables')
  if (cursor.isWord('MODEL')) return forbidden('DROP MODEL', 'models')
  const temporary = cursor.takeWords('TEMPORARY') ? ' TEMPORARY' : ''
  const system = cursor.takeWords('SYSTEM') ? ' SYSTEM' : ''
  if (cursor.isWord('FUNCTION')) return forbidden(`DROP${temporary}${system} FUNCTION`, 'artifacts')
  const what = cursor.peek()
  return forbidden(`DROP${temporary}${system}${what?.kind === 'word' ? ` ${what.value.slice(0, 40)}` : ''}`)
}
