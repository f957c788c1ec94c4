import type { Catalog, Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { ObjectName, ReadStatement } from '@headgate/sql'
import { databaseNames, defaultDatabaseName, informationSchemaName, isCatalogName } from './database-names.ts'
import { describeName, findObject, resolveName, type ResolvedName } from './name-resolution.ts'
import { quotePath } from './quote-path.ts'

/** What one DDL statement needs of Flink, in a session of purpose `define`. */
export interface DdlPlan {
  /** True: the statement changes nothing (IF EXISTS, IF NOT EXISTS); Flink need not be asked. */
  nothingToDo: boolean
  /** To be asked when the statement has run; the answers go to `catalogChange`. */
  ask: { showCreate?: string; describe?: string }
}

/**
 * Decides what a DDL statement needs, and refuses what the stored catalog already knows to be wrong: a name that is taken
 * (`conflict`), an object, database or catalog that is not there (`not-found`), a database that is not empty (`rejected`).
 */
export function ddlPlan(read: ReadStatement, catalog: Catalog, currentDatabase: string): Result<DdlPlan> {
  const action = read.action
  switch (action.kind) {
    case 'create-table':
    case 'create-table-as':
    case 'create-view':
      return planCreate(action, catalog, currentDatabase)
    case 'alter-table':
    case 'alter-view':
      return planAlter(read, action, catalog, currentDatabase)
    case 'drop-table':
    case 'drop-view':
      return planDrop(action, catalog, currentDatabase)
    case 'create-database':
    case 'alter-database':
    case 'drop-database':
      return planDatabase(action, catalog)
    default:
      return failed('rejected', `This statement is no DDL that changes the catalog (${read.sqlKind}).`)
  }
}

const nothing: DdlPlan = { nothingToDo: true, ask: {} }

type Action<K extends ReadStatement['action']['kind']> = Extract<ReadStatement['action'], { kind: K }>

function planCreate(action: Action<'create-table' | 'create-table-as' | 'create-view'>, catalog: Catalog, currentDatabase: string): Result<DdlPlan> {
  if ('temporary' in action && action.temporary) {
    return failed('rejected', 'Temporary tables and views end with their session, and every statement has its own: leave out TEMPORARY.')
  }
  const target = resolveInDatabase(action.target, catalog, currentDatabase)
  if (!target.ok) return target
  const existing = findObject(catalog, target.value.database, target.value.name)
  if (existing !== undefined) {
    if (action.ifNotExists) return ok(nothing)
    const word = action.kind === 'create-view' ? 'view' : 'table'
    return failed('conflict', `Could not create ${word} ${describeName(catalog, target.value)}: ${existing.kind} already exists. Drop it first, or use CREATE ${word.toUpperCase()} IF NOT EXISTS.`)
  }
  if (action.kind === 'create-table' && action.like !== undefined) {
    const source = resolveInDatabase(action.like, catalog, currentDatabase)
    if (!source.ok) return source
    if (findObject(catalog, source.value.database, source.value.name) === undefined) return missing('Table', source.value, catalog)
  }
  return ok(asking(action.kind === 'create-view' ? 'VIEW' : 'TABLE', target.value))
}

function planAlter(read: ReadStatement, action: Action<'alter-table' | 'alter-view'>, catalog: Catalog, currentDatabase: string): Result<DdlPlan> {
  const kind = action.kind === 'alter-view' ? 'view' : 'table'
  const target = resolveInDatabase(action.target, catalog, currentDatabase)
  if (!target.ok) return target
  const existing = findObject(catalog, target.value.database, target.value.name)
  if (existing === undefined) {
    return /^\s*ALTER\s+TABLE\s+IF\s+EXISTS\b/i.test(read.sql) ? ok(nothing) : missing(kind === 'view' ? 'View' : 'Table', target.value, catalog)
  }
  if (existing.kind !== kind) return wrongKind('ALTER', existing.kind, catalog, target.value)
  if (action.renameTo === undefined) return ok(asking(kind === 'view' ? 'VIEW' : 'TABLE', target.value))
  if ((action.renameTo.database ?? target.value.database) !== target.value.database) {
    return failed('rejected', `A rename stays in its database: ${describeName(catalog, target.value)} cannot move to '${action.renameTo.database}'.`)
  }
  const renamed = { database: target.value.database, name: action.renameTo.name }
  const other = findObject(catalog, renamed.database, renamed.name)
  if (other !== undefined) return failed('conflict', `Could not rename ${describeName(catalog, target.value)}: ${other.kind} already exists under the name ${describeName(catalog, renamed)}.`)
  return ok({ nothingToDo: false, ask: {} })
}

function planDrop(action: Action<'drop-table' | 'drop-view'>, catalog: Catalog, currentDatabase: string): Result<DdlPlan> {
  const kind = action.kind === 'drop-view' ? 'view' : 'table'
  const target = resolveInDatabase(action.target, catalog, currentDatabase)
  if (!target.ok) return action.ifExists && target.reason === 'not-found' ? ok(nothing) : target
  const existing = findObject(catalog, target.value.database, target.value.name)
  if (existing === undefined) return action.ifExists ? ok(nothing) : missing(kind === 'view' ? 'View' : 'Table', target.value, catalog)
  return existing.kind === kind ? ok({ nothingToDo: false, ask: {} }) : wrongKind('DROP', existing.kind, catalog, target.value)
}

function planDatabase(action: Action<'create-database' | 'alter-database' | 'drop-database'>, catalog: Catalog): Result<DdlPlan> {
  if (action.catalog !== undefined && !isCatalogName(catalog, action.catalog)) {
    return failed('not-found', `Catalog '${action.catalog}' does not exist. Use '${catalog.id}' or '${catalog.displayName}'.`)
  }
  const path = quotePath(catalog.id, action.name)
  const exists = databaseNames(catalog).includes(action.name)
  const run: DdlPlan = { nothingToDo: false, ask: {} }
  if (action.kind === 'create-database') {
    if (action.name === informationSchemaName) return failed('rejected', `${informationSchemaName} is the schema of the catalog's own views: choose another name.`)
    if (!exists) return ok(run)
    return action.ifNotExists ? ok(nothing) : failed('conflict', `Could not create database ${path}: database already exists. Use CREATE DATABASE IF NOT EXISTS.`)
  }
  if (!exists) return action.kind === 'drop-database' && action.ifExists ? ok(nothing) : failed('not-found', `Database ${path} does not exist.`)
  if (action.kind === 'alter-database') return ok(run)
  if (action.name === defaultDatabaseName) return failed('rejected', `Database ${path} belongs to every environment and cannot be dropped.`)
  const count = catalog.objects.filter((object) => object.database === action.name).length
  if (count > 0 && !action.cascade) {
    return failed('rejected', `Could not drop database ${path}: it is not empty (${count} ${count === 1 ? 'table or view' : 'tables and views'}). Drop them first, or use DROP DATABASE … CASCADE.`)
  }
  return ok(run)
}

/** Like `resolveName`, and the database must exist. */
function resolveInDatabase(name: ObjectName, catalog: Catalog, currentDatabase: string): Result<ResolvedName> {
  const resolved = resolveName(name, catalog, currentDatabase)
  if (!resolved.ok || databaseNames(catalog).includes(resolved.value.database)) return resolved
  return failed('not-found', `Database ${quotePath(catalog.id, resolved.value.database)} does not exist: create it with CREATE DATABASE.`)
}

const asking = (kind: 'TABLE' | 'VIEW', target: ResolvedName): DdlPlan => {
  const path = quotePath(target.catalogName, target.database, target.name)
  return { nothingToDo: false, ask: { showCreate: `SHOW CREATE ${kind} ${path}`, describe: `DESCRIBE EXTENDED ${path}` } }
}

const missing = (word: 'Table' | 'View', name: { database: string; name: string }, catalog: Catalog) =>
  failed('not-found', `${word} ${describeName(catalog, name)} does not exist.`)

const wrongKind = (verb: 'ALTER' | 'DROP', kind: 'table' | 'view', catalog: Catalog, name: { database: string; name: string }) =>
  failed('rejected', `${describeName(catalog, name)} is a ${kind}: use ${verb} ${kind.toUpperCase()}.`)
