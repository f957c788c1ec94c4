import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import type { StatementAnswer } from './answers.ts'
import { done, table } from './answers.ts'
import { planQuery } from './plan-query.ts'
import { readOptions, readTable } from './read-table.ts'
import type { FakeTable, SessionCatalog } from './session-catalog.ts'
import { describe, showCreate } from './show-create.ts'
import type { SqlToken } from './sql-tokens.ts'
import { closingOf, isSymbol, isWord, nameOf, readPath } from './sql-tokens.ts'
import { textOfDataType } from './type-text.ts'

/** DDL, USE, SHOW and DESCRIBE on a session's catalog; undefined when the text is none of them. */
export function runDdl(sql: string, tokens: SqlToken[], catalog: SessionCatalog): Result<StatementAnswer> | undefined {
  const words = tokens.filter((token) => !isWord(token, 'TEMPORARY', 'OR', 'REPLACE', 'SYSTEM'))
  const [verb, noun] = words
  const start = skipIf(words, 2)
  if (isWord(verb, 'CREATE') && isWord(noun, 'CATALOG')) return createCatalog(words, start, catalog)
  if (isWord(verb, 'CREATE') && isWord(noun, 'DATABASE')) return createDatabase(words, start, catalog)
  if (isWord(verb, 'CREATE') && isWord(noun, 'TABLE')) return createTable(sql, words, start, catalog)
  if (isWord(verb, 'CREATE') && isWord(noun, 'VIEW')) return createView(sql, words, start, catalog)
  if (isWord(verb, 'DROP') && isWord(noun, 'TABLE', 'VIEW', 'DATABASE')) return drop(words, start, catalog)
  if (isWord(verb, 'ALTER')) return alter(sql, words, start, catalog)
  if (isWord(verb, 'USE')) return use(words, catalog)
  if (isWord(verb, 'SHOW')) return show(words, catalog)
  if (isWord(verb, 'DESCRIBE', 'DESC')) {
    const found = need(words, isWord(noun, 'EXTENDED') ? 2 : 1, catalog)
    if (!found.ok) return found
    const types = { null: { type: 'BOOLEAN' as const, nullable: true } }
    return table(['name', 'type', 'null', 'key', 'extras', 'watermark'], describe(found.value.table), types)
  }
  return undefined
}

const isIf = (words: SqlToken[], index: number): boolean => isWord(words[index], 'IF')
/** Index of the name after `IF [NOT] EXISTS`. */
const skipIf = (words: SqlToken[], index: number): number => (isIf(words, index) ? index + (isWord(words[index + 1], 'NOT') ? 3 : 2) : index)

function need(words: SqlToken[], index: number, catalog: SessionCatalog): Result<{ path: string[]; table: FakeTable; next: number }> {
  const read = readPath(words, index)
  const found = read === undefined ? undefined : catalog.find(read.path)
  if (read === undefined || found === undefined) {
    return failed('rejected', `Tables or views with the identifier '${catalog.resolve(read?.path ?? []).join('.')}' doesn't exist.`)
  }
  return ok({ path: read.path, table: found, next: read.next })
}

function createCatalog(words: SqlToken[], start: number, catalog: SessionCatalog): Result<StatementAnswer> {
  const name = words[start]
  if (name === undefined) return failed('rejected', 'SQL parse failed. A catalog needs a name.')
  if (isIf(words, 2) && catalog.catalogs().includes(nameOf(name))) return done()
  const created = catalog.createCatalog(nameOf(name))
  if (!created.ok) return created
  const options = readOptions(words.slice(start + 1))
  const first = options['default-database']
  return first === undefined ? done() : asDone(catalog.createDatabase([nameOf(name), first]))
}

function createDatabase(words: SqlToken[], start: number, catalog: SessionCatalog): Result<StatementAnswer> {
  const read = readPath(words, start)
  if (read === undefined) return failed('rejected', 'SQL parse failed. A database needs a name.')
  if (catalog.hasDatabase(read.path)) {
    return isIf(words, 2) ? done() : failed('rejected', `Database ${read.path.at(-1)} already exists in Catalog ${catalog.current().catalog}.`)
  }
  return asDone(catalog.createDatabase(read.path))
}

function createTable(sql: string, words: SqlToken[], start: number, catalog: SessionCatalog): Result<StatementAnswer> {
  const read = readPath(words, start)
  if (read === undefined) return failed('rejected', 'SQL parse failed. A table needs a name.')
  if (catalog.find(read.path) !== undefined) return isIf(words, 2) ? done() : alreadyThere(read.path, catalog)
  let made = readTable(sql, words, read.next)
  const like = words.findIndex((token, index) => index >= read.next && isWord(token, 'LIKE'))
  if (like >= 0) {
    const base = need(words, like + 1, catalog)
    if (!base.ok) return base
    made = { ...base.value.table, columns: [...base.value.table.columns, ...made.columns], options: { ...base.value.table.options, ...made.options } }
  }
  return asDone(catalog.put(read.path, made))
}

function createView(sql: string, words: SqlToken[], start: number, catalog: SessionCatalog): Result<StatementAnswer> {
  const read = readPath(words, start)
  const as = words.findIndex((token, index) => index >= start && isWord(token, 'AS'))
  const first = words[as + 1]
  if (read === undefined || as < 0 || first === undefined) return failed('rejected', 'SQL parse failed. A view needs a name and a query.')
  if (catalog.find(read.path) !== undefined) return isIf(words, 2) ? done() : alreadyThere(read.path, catalog)
  return asDone(putView(read.path, sql.slice(first.start).trim(), catalog))
}

function putView(path: string[], query: string, catalog: SessionCatalog): Result<void> {
  const planned = planQuery(query, catalog)
  if (!planned.ok) return planned
  const columns = planned.value.columns.map(({ name, type }) => ({ name, typeText: textOfDataType(type), nullable: type.nullable }))
  return catalog.put(path, { kind: 'view', columns, options: {}, primaryKey: [], partitionKeys: [], query })
}

function drop(words: SqlToken[], start: number, catalog: SessionCatalog): Result<StatementAnswer> {
  const read = readPath(words, start)
  if (read === undefined) return failed('rejected', 'SQL parse failed. DROP needs a name.')
  if (isWord(words[1], 'DATABASE')) {
    if (!catalog.hasDatabase(read.path) && !isIf(words, 2)) return failed('rejected', `Database ${read.path.at(-1)} does not exist.`)
    catalog.dropDatabase(read.path)
    return done()
  }
  const found = catalog.find(read.path)
  const kind = isWord(words[1], 'VIEW') ? 'view' : 'table'
  if (found?.kind !== kind) {
    if (isIf(words, 2)) return done()
    return failed('rejected', `${kind === 'view' ? 'View' : 'Table'} with identifier '${catalog.resolve(read.path).join('.')}' does not exist.`)
  }
  catalog.remove(read.path)
  return done()
}

function alter(sql: string, words: SqlToken[], start: number, catalog: SessionCatalog): Result<StatementAnswer> {
  if (isWord(words[1], 'DATABASE')) return done()
  const found = need(words, start, catalog)
  if (!found.ok) return isIf(words, 2) ? done() : found
  const { path, table: before, next } = found.value
  const [verb, second] = words.slice(next)
  if (isWord(verb, 'RENAME') && isWord(second, 'TO')) {
    const to = readPath(words, next + 2)
    if (to === undefined) return failed('rejected', 'SQL parse failed. RENAME TO needs a name.')
    catalog.remove(path)
    return asDone(catalog.put([...path.slice(0, -1), to.path.at(-1)!], before))
  }
  if (isWord(verb, 'AS')) return asDone(putView(path, sql.slice(second?.start).trim(), catalog))
  if (isWord(verb, 'SET')) return asDone(catalog.put(path, { ...before, options: { ...before.options, ...readOptions(words.slice(next + 1)) } }))
  if (isWord(verb, 'RESET')) {
    const keys = words.slice(next + 1).map((token) => token.value)
    return asDone(catalog.put(path, { ...before, options: Object.fromEntries(Object.entries(before.options).filter(([key]) => !keys.includes(key))) }))
  }
  if (isWord(verb, 'ADD')) {
    const inner = isSymbol(second, '(') ? words.slice(next + 2, closingOf(words, next + 1)) : words.slice(next + 1)
    const added = readTable(sql, [bracket('('), ...inner, bracket(')')], 0)
    return asDone(catalog.put(path, { ...before, columns: [...before.columns, ...added.columns] }))
  }
  if (isWord(verb, 'DROP')) {
    const names = words.slice(next + 1).filter((token) => token.kind !== 'symbol').map(nameOf)
    return asDone(catalog.put(path, { ...before, columns: before.columns.filter((column) => !names.includes(column.name)) }))
  }
  return failed('rejected', 'SQL parse failed. The fake gateway does not know this ALTER.')
}

const bracket = (value: '(' | ')'): SqlToken => ({ kind: 'symbol', text: value, value, start: 0, end: 0 })

function use(words: SqlToken[], catalog: SessionCatalog): Result<StatementAnswer> {
  if (isWord(words[1], 'MODULES')) return done()
  const isCatalog = isWord(words[1], 'CATALOG')
  const read = readPath(words, isCatalog ? 2 : 1)
  if (read === undefined) return failed('rejected', 'SQL parse failed. USE needs a name.')
  return asDone(isCatalog ? catalog.useCatalog(read.path[0]!) : catalog.useDatabase(read.path))
}

function show(words: SqlToken[], catalog: SessionCatalog): Result<StatementAnswer> | undefined {
  const [, what, which] = words
  const current = catalog.current()
  if (isWord(what, 'CREATE') && isWord(which, 'TABLE', 'VIEW')) {
    const found = need(words, 3, catalog)
    if (!found.ok) return found
    return table(['result'], [[showCreate(catalog.resolve(found.value.path), found.value.table)]])
  }
  const names = (kind: FakeTable['kind']) => catalog.tables().filter((each) => kind === 'table' || each.table.kind === kind).map((each) => [each.name])
  if (isWord(what, 'TABLES')) return table(['table name'], names('table'))
  if (isWord(what, 'VIEWS')) return table(['view name'], names('view'))
  if (isWord(what, 'DATABASES')) return table(['database name'], catalog.databases().map((name) => [name]))
  if (isWord(what, 'CATALOGS')) return table(['catalog name'], catalog.catalogs().map((name) => [name]))
  if (isWord(what, 'CURRENT')) return table([`current ${which?.text.toLowerCase()} name`], [[isWord(which, 'CATALOG') ? current.catalog : current.database]])
  return undefined
}

const alreadyThere = (path: string[], catalog: SessionCatalog) => {
  const [ofCatalog, database, name] = catalog.resolve(path)
  return failed('rejected', `Could not execute CreateTable in path \`${ofCatalog}\`.\`${database}\`.\`${name}\`. Table (or view) ${database}.${name} already exists in Catalog ${ofCatalog}.`)
}

const asDone = (result: Result<void>): Result<StatementAnswer> => (result.ok ? done() : result)
