import type { TokenCursor } from '../text/token-cursor.ts'
import type { ObjectName, OptionList } from '../types.ts'
import { forbidden, type Draft } from './draft.ts'
import { takeDatabaseName } from './read-create.ts'
import { readOptionList } from './read-option-list.ts'
import { takeQuery } from './read-query.ts'

/** ALTER TABLE, VIEW and DATABASE; everything else that ALTER can begin is forbidden. */
export function readAlter(cursor: TokenCursor): Draft {
  cursor.expectWords('ALTER')
  if (cursor.takeWords('TABLE')) return readAlterTable(cursor)
  if (cursor.takeWords('VIEW')) return readAlterView(cursor)
  if (cursor.takeWords('DATABASE')) return readAlterDatabase(cursor)
  if (cursor.isWord('MATERIALIZED')) return forbidden('ALTER MATERIALIZED TABLE', 'materialized tables')
  if (cursor.isWord('MODEL')) return forbidden('ALTER MODEL', 'models')
  const temporary = cursor.takeWords('TEMPORARY') ? ' TEMPORARY' : ''
  const system = cursor.takeWords('SYSTEM') ? ' SYSTEM' : ''
  if (cursor.isWord('FUNCTION')) return forbidden(`ALTER${temporary}${system} FUNCTION`, 'artifacts')
  const what = cursor.peek()
  return forbidden(`ALTER${temporary}${system}${what?.kind === 'word' ? ` ${what.value.slice(0, 40)}` : ''}`)
}

function readAlterTable(cursor: TokenCursor): Draft {
  cursor.takeWords('IF', 'EXISTS')
  const target = cursor.expectName('the name of the table')
  const optionLists: OptionList[] = []
  let renameTo: ObjectName | undefined
  if (cursor.takeWords('RENAME', 'TO')) renameTo = cursor.expectName('the new name of the table')
  else if (cursor.takeWords('SET')) optionLists.push(readOptionList(cursor, 'alter-set', target))
  else if (cursor.takeWords('RESET')) takeKeys(cursor)
  else if (cursor.isWord('ADD', 'DROP', 'MODIFY', 'RENAME')) {
    const verb = cursor.next()!.value
    if (cursor.isWord('PARTITION')) return forbidden(`ALTER TABLE ${verb} PARTITION`)
    takeSchemaChange(cursor)
  } else return forbidden(`ALTER TABLE ${cursor.peek()?.kind === 'word' ? cursor.peek()!.value.slice(0, 40) : '…'}`)
  return {
    class: 'ddl',
    sqlKind: 'ALTER_TABLE',
    action: { kind: 'alter-table', target, ...(renameTo === undefined ? {} : { renameTo }) },
    optionLists,
  }
}

function takeKeys(cursor: TokenCursor): void {
  cursor.expectSymbol('(')
  do cursor.expectPlainString('the key of an option'); while (cursor.takeSymbol(','))
  cursor.expectSymbol(')')
}

/** Columns, keys, watermarks: Flink reads them. Only an option list must not hide in them. */
function takeSchemaChange(cursor: TokenCursor): void {
  while (!cursor.atEnd && !cursor.isSymbol(';')) {
    if (cursor.isWord('WITH') && cursor.peek(1)?.text === '(') return cursor.fail('Options are changed with ALTER TABLE … SET (…)')
    cursor.next()
  }
}

function readAlterView(cursor: TokenCursor): Draft {
  const target = cursor.expectName('the name of the view')
  let renameTo: ObjectName | undefined
  if (cursor.takeWords('RENAME', 'TO')) renameTo = cursor.expectName('the new name of the view')
  else {
    cursor.expectWords('AS')
    takeQuery(cursor)
  }
  return {
    class: 'ddl',
    sqlKind: 'ALTER_VIEW',
    action: { kind: 'alter-view', target, ...(renameTo === undefined ? {} : { renameTo }) },
  }
}

function readAlterDatabase(cursor: TokenCursor): Draft {
  const { catalog, name } = takeDatabaseName(cursor)
  cursor.expectWords('SET')
  const options = readOptionList(cursor, 'alter-set', undefined)
  return {
    class: 'ddl',
    sqlKind: 'ALTER_DATABASE',
    action: { kind: 'alter-database', ...(catalog === undefined ? {} : { catalog }), name },
    optionLists: [options],
  }
}
