import type { TokenCursor } from '../text/token-cursor.ts'
import type { ObjectName, ReadStatement } from '../types.ts'
import { forbidden, type Draft } from './draft.ts'
import { takeDatabaseName } from './read-create.ts'

type Show = Extract<ReadStatement['action'], { kind: 'show' }>

/**
 * SHOW of what the catalog holds. `of` is the table of COLUMNS and CREATE, the database (`name`, with its `catalog`) of
 * TABLES, VIEWS, FUNCTIONS and CONNECTIONS, the catalog (`name`) of DATABASES. Other SHOWs are forbidden.
 */
export function readShow(cursor: TokenCursor): Draft {
  cursor.expectWords('SHOW')
  if (cursor.takeWords('CREATE', 'TABLE')) return show('create-table', cursor.expectName('the name of the table'))
  if (cursor.takeWords('CREATE', 'VIEW')) return show('create-view', cursor.expectName('the name of the view'))
  if (cursor.takeWords('CURRENT', 'CATALOG')) return show('current-catalog')
  if (cursor.takeWords('CURRENT', 'DATABASE')) return show('current-database')
  if (cursor.takeWords('CATALOGS')) return show('catalogs', undefined, takeLike(cursor))
  if (cursor.takeWords('DATABASES')) {
    const of = takeFrom(cursor) ? { name: cursor.expectPart('the name of a catalog') } : undefined
    return show('databases', of, takeLike(cursor))
  }
  if (cursor.takeWords('COLUMNS')) {
    if (!takeFrom(cursor)) cursor.expected('FROM and the name of a table')
    const of = cursor.expectName('the name of the table')
    return show('columns', of, takeLike(cursor))
  }
  for (const what of ['tables', 'views', 'functions', 'connections'] as const) {
    if (!cursor.takeWords(what.toUpperCase()) && !(what === 'functions' && cursor.takeWords('USER', 'FUNCTIONS'))) continue
    const of = takeFrom(cursor) ? takeDatabaseName(cursor) : undefined
    return show(what, of, takeLike(cursor))
  }
  const words = [cursor.peek(), cursor.peek(1)].filter((token) => token?.kind === 'word').map((token) => token!.value.slice(0, 40))
  const shown = words[0] === 'CREATE' || words[0] === 'MATERIALIZED' ? words.join(' ') : (words[0] ?? '')
  if (shown.includes('MODEL')) return forbidden(`SHOW ${shown}`, 'models')
  if (shown.includes('MATERIALIZED')) return forbidden(`SHOW ${shown}`, 'materialized tables')
  return forbidden(`SHOW ${shown}`.trim())
}

const show = (what: Show['what'], of?: ObjectName, like?: Show['like']): Draft => ({
  class: 'catalog',
  sqlKind: 'SHOW',
  action: { kind: 'show', what, ...(of === undefined ? {} : { of }), ...(like === undefined ? {} : { like }) },
})

const takeFrom = (cursor: TokenCursor): boolean => cursor.takeWords('FROM') || cursor.takeWords('IN')

function takeLike(cursor: TokenCursor): Show['like'] {
  const not = cursor.takeWords('NOT')
  const caseInsensitive = cursor.takeWords('ILIKE')
  if (!caseInsensitive && !cursor.takeWords('LIKE')) {
    if (not) cursor.expected('LIKE')
    return undefined
  }
  return { pattern: cursor.expectPlainString('a pattern')?.value ?? '', not, caseInsensitive }
}

/** DESCRIBE|DESC [EXTENDED] table; the descriptions of anything else are forbidden. */
export function readDescribe(cursor: TokenCursor): Draft {
  if (!cursor.takeWords('DESC')) cursor.expectWords('DESCRIBE')
  if (cursor.isWord('MODEL')) return forbidden('DESCRIBE MODEL', 'models')
  if (cursor.isWord('CATALOG', 'CONNECTION', 'DATABASE', 'FUNCTION', 'JOB', 'SELECT', 'WITH', 'VALUES', 'INSERT', 'TABLE') && followedByName(cursor)) {
    return forbidden(`DESCRIBE ${cursor.peek()!.value}`)
  }
  const extended = cursor.isWord('EXTENDED') && followedByName(cursor) && cursor.takeWords('EXTENDED')
  const target = cursor.expectName('the name of a table or view')
  return { class: 'catalog', sqlKind: 'DESCRIBE', action: { kind: 'describe', target, extended } }
}

/** The word is a keyword and not itself the name: something other than `.` follows it. */
const followedByName = (cursor: TokenCursor): boolean => cursor.peek(1) !== undefined && cursor.peek(1)!.text !== '.'
