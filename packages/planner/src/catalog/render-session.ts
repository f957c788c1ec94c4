import type { CatalogObject, Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import { quoteIdentifier, type NetworkAddress, type ReadStatement } from '@headgate/sql'
import { databaseNames, defaultDatabaseName } from './database-names.ts'
import { lookAgain } from './look-again.ts'
import { currentDatabaseOf, findObject } from './name-resolution.ts'
import { quotePath } from './quote-path.ts'
import { readDefinition, renameDefinition } from './read-definition.ts'
import { namesOf } from './referenced-objects.ts'
import { secretEdits } from './secrets.ts'
import { sessionObjects, stubView, usesDisplayName, type SessionObject } from './session-objects.ts'
import { policyOf, type SessionInput, type SessionPlan } from './session-plan.ts'
import { sessionProperties, type RuntimeMode } from './session-properties.ts'
import { definitionEdits, defineStatementText, optionsOf, refuseDoubledSink, runStatementText } from './statement-text.ts'
import { resolveTableOptions, type OptionContext } from './table-options.ts'

/**
 * Turns a statement and its catalog into a Flink session. Fails with `rejected` and what to change: an unknown catalog or
 * database in the properties, a missing connection or secret, an endless source in a snapshot, a property that is not a
 * statement's to set.
 */
export function renderSession(input: SessionInput): Result<SessionPlan> {
  const current = sessionDatabase(input)
  if (!current.ok) return current
  const objects = sessionObjects(input, current.value)
  // What a DDL statement defines is read later, in whatever mode: only what runs can be refused for its mode.
  const snapshot = input.purpose === 'run' && isSnapshot(input.properties)
  const runtimeMode = snapshot && !readsChangelog(objects, input, current.value) ? 'batch' : 'streaming'
  const properties = sessionProperties(input.properties, runtimeMode, policyOf(input))
  if (!properties.ok) return properties
  const options = resolveAll(objects, input, current.value, snapshot)
  if (!options.ok) return options
  const statement = input.purpose === 'run' ? runStatementText(input, current.value) : defineStatementText(input, current.value)
  if (!statement.ok) return statement
  const doubled = refuseDoubledSink(input.read, (name) => {
    const object = findObject(input.catalog, name.database ?? current.value, name.name)
    return object && options.value.get(object)
  })
  if (!doubled.ok) return doubled

  const databases = sessionDatabases(input, objects, current.value)
  const { id, displayName } = input.catalog
  const catalogs = [id, ...(usesDisplayName(input, input.catalog) ? [displayName] : [])]
  const statements: string[] = []
  for (const catalogName of catalogs) {
    if (catalogName !== id) statements.push(`CREATE CATALOG ${quoteIdentifier(catalogName)} WITH ('type'='generic_in_memory', 'default-database'='${defaultDatabaseName}')`)
    // A session begins with one database in its own catalog.
    const first = catalogName === id ? current.value : defaultDatabaseName
    for (const database of databases) {
      if (database !== first) statements.push(`CREATE DATABASE IF NOT EXISTS ${quotePath(catalogName, database)}`)
    }
  }
  const looked = input.purpose === 'run' ? lookAgain(statement.value, policyOf(input)) : ok([])
  if (!looked.ok) return looked
  const addresses: NetworkAddress[] = [...looked.value]
  // By object first: a view under either catalog name reads from the catalog with the environment's id.
  for (const each of objects) {
    for (const catalogName of catalogs) {
      const text = renderObject(each, catalogName, options.value.get(each.object), input)
      if (!text.ok) {
        if (each.certain) return text
        continue
      }
      if (text.value === undefined) continue
      // Only what is planned with leads anywhere; an object that is dropped or changed may be what the policy forbids by now.
      const again = each.form === 'resolved' ? lookAgain(text.value, policyOf(input)) : ok([])
      if (!again.ok && each.certain) return failed('rejected', `${each.object.kind === 'view' ? 'View' : 'Table'} '${each.object.database}.${each.object.name}' cannot be used: ${again.message}`)
      if (!again.ok) continue
      statements.push(text.value)
      addresses.push(...again.value)
    }
  }
  return ok({
    // The session's own catalog is called like the environment: each statement that makes and enters one would cost its time.
    properties: { ...properties.value, 'table.builtin-catalog-name': id, 'table.builtin-database-name': current.value },
    statements,
    statement: statement.value,
    executionConfig: { 'pipeline.name': input.identity.statementName },
    runtimeMode,
    directories: ownDirectories([...options.value.values()], input.environmentDefaults.filesRootUri),
    currentDatabase: current.value,
    addresses,
  })
}

function ownDirectories(options: Record<string, string>[], filesRootUri: string): string[] {
  const root = `${filesRootUri.replace(/\/+$/, '')}/`
  const paths = options.flatMap(({ connector, path }) => (connector === 'filesystem' && path?.startsWith(root) ? [path] : []))
  return [...new Set(paths)]
}

/** `sql.snapshot.mode` = 'now': the statement reads what is there now, and ends. */
export const isSnapshot = (properties: Record<string, string>): boolean => properties['sql.snapshot.mode']?.toLowerCase() === 'now'

/** The current database; DDL on databases does not need it to exist, and Flink drops no database that is in use. */
function sessionDatabase(input: SessionInput): Result<string> {
  const current = currentDatabaseOf(input.properties, input.catalog)
  const action = input.read.action
  if (action.kind === 'create-database' && !current.ok) return ok(defaultDatabaseName)
  if (action.kind === 'drop-database' && (!current.ok || current.value === action.name)) return ok(defaultDatabaseName)
  return current
}

/** Flink reads changelogs only in streaming mode; with bounded sources it ends all the same. */
function readsChangelog(objects: SessionObject[], input: SessionInput, currentDatabase: string): boolean {
  const sinks = sinkOnly(input, currentDatabase)
  return objects.some(({ object, certain }) => certain && object.options.connector === 'upsert-kafka' && !sinks.has(object))
}

/** Targets of the statement's INSERTs. A table that is also read is found to be endless by Flink itself. */
function sinkOnly(input: SessionInput, currentDatabase: string): Set<CatalogObject | undefined> {
  const outer = input.read.action
  const action = outer.kind === 'explain' ? outer.inner.action : outer
  const targets = action.kind === 'insert' ? [action.target] : action.kind === 'statement-set' ? action.targets : []
  return new Set(targets.map((target) => findObject(input.catalog, target.database ?? currentDatabase, target.name)))
}

/** Resolved options of all tables that are planned with. What only looks like a reference is left out if it cannot be resolved. */
function resolveAll(objects: SessionObject[], input: SessionInput, currentDatabase: string, snapshot: boolean): Result<Map<CatalogObject, Record<string, string>>> {
  const hints = input.read.optionLists.filter((list) => list.where === 'hint')
  const context: OptionContext = {
    identity: input.identity,
    properties: input.properties,
    connections: input.connections,
    snapshot: snapshot && input.purpose === 'run',
    exactlyOnceHinted: hints.some((hint) => optionsOf(hint)['sink.delivery-guarantee'] === 'exactly-once'),
    missingSecrets: input.purpose === 'run' ? 'refuse' : 'keep',
    policy: policyOf(input),
  }
  const sinks = sinkOnly(input, currentDatabase)
  const resolved = new Map<CatalogObject, Record<string, string>>()
  for (const { object, certain, form } of objects) {
    if (object.kind !== 'table' || form !== 'resolved') continue
    if (input.discardsOutput === true && sinks.has(object)) {
      resolved.set(object, { connector: 'blackhole' })
      continue
    }
    const hinted = Object.assign({}, ...hints.filter((hint) => hint.table === undefined || hint.table.name === object.name).map(optionsOf))
    const options = resolveTableOptions({ ...object, hinted, sinkOnly: sinks.has(object) }, context)
    if (options.ok) resolved.set(object, options.value)
    else if (certain) return options
  }
  return ok(resolved)
}

/** Undefined: the object is left out. */
function renderObject(each: SessionObject, catalogName: string, options: Record<string, string> | undefined, input: SessionInput): Result<string | undefined> {
  const { object, form } = each
  const path = [catalogName, object.database, object.name]
  if (form === 'stub') return ok(stubView(object, catalogName))
  if (form === 'written') return ok(renameDefinition(object, path))
  if (object.kind === 'table' ? options === undefined : !each.certain) return ok(undefined)
  const { read, parts } = readDefinition(object)
  const gone = object.kind === 'view' ? missingInput(read, input) : undefined
  if (gone !== undefined) {
    return failed('not-found', `View ${quotePath(input.catalog.id, object.database, object.name)} reads from ${gone}, which does not exist any more: create it again, or drop the view.`)
  }
  const secrets = secretEdits(read, input.properties, `The ${object.kind} '${object.database}.${object.name}'`, parts.withList === undefined ? [] : [parts.withList])
  if (!secrets.ok && input.purpose === 'run') return secrets
  return ok(renameDefinition(object, path, [...definitionEdits(object, options, true), ...(secrets.ok ? secrets.value : [])]))
}

/** The first object that a view reads and that is gone. Flink wrote such names with all three parts. */
function missingInput(read: ReadStatement, { catalog }: SessionInput): string | undefined {
  const name = read.identifiers.find((each) => each.catalog === catalog.id && each.database !== undefined && findObject(catalog, each.database, each.name) === undefined)
  return name && quotePath(catalog.id, name.database!, name.name)
}

/** The databases that the statement can notice: the current one, those of its objects and those it names. */
function sessionDatabases(input: SessionInput, objects: SessionObject[], currentDatabase: string): string[] {
  const action = input.read.action
  const used = new Set([currentDatabase, ...objects.map(({ object }) => object.database), ...namesOf(input.read).flatMap((name) => [name.catalog, name.database, name.name])])
  if ('name' in action) used.add(action.name)
  return databaseNames(input.catalog).filter((database) => used.has(database))
}
