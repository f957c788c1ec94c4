import type { Catalog, CatalogObject, Connection, Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { ObjectName, ReadStatement } from '@headgate/sql'
import { textColumn, type Answer } from './answer.ts'
import { answerInformationSchema } from './answer-information-schema.ts'
import { databaseNames, defaultDatabaseName, informationSchemaName, isCatalogName } from './database-names.ts'
import { describeObject } from './describe-object.ts'
import { likeFilter } from './like-filter.ts'
import { shownOptions } from './mask-options.ts'
import { describeName, findObject, resolveName } from './name-resolution.ts'
import { quotePath } from './quote-path.ts'
import { renameDefinition } from './read-definition.ts'
import { definitionEdits } from './statement-text.ts'

/** What an answer depends on besides the catalog. */
export interface AnswerContext {
  /** As the user called it: the environment's id or display name. Default: the id. */
  currentCatalog?: string
  /** Default: `default`. */
  currentDatabase?: string
  nowMs: number
  /** For SHOW CONNECTIONS, which is refused without them. */
  connections?: readonly Pick<Connection, 'name' | 'connectionType' | 'endpoint'>[]
}

const databaseIn = (context: AnswerContext): string => context.currentDatabase || defaultDatabaseName

type Show = Extract<ReadStatement['action'], { kind: 'show' }>

/**
 * Answers what needs no Flink: SHOW, DESCRIBE, queries of INFORMATION_SCHEMA. USE, SET and RESET are refused with how to do
 * it by properties, because every statement has a session of its own.
 */
export function answerFromCatalog(read: ReadStatement, catalog: Catalog, context: AnswerContext): Result<Answer> {
  const action = read.action
  switch (action.kind) {
    case 'show':
      return answerShow(action, catalog, context)
    case 'describe': {
      const object = lookUp(action.target, catalog, context)
      return object.ok ? ok(describeObject(object.value)) : object
    }
    case 'information-schema':
      return answerInformationSchema(read, catalog)
    case 'use':
      return failed('rejected', useHint(action))
    case 'set':
    case 'reset':
      return failed('rejected', setHint(action))
    default:
      return failed('rejected', `A statement of the kind ${read.sqlKind} is not answered from the catalog.`)
  }
}

function useHint(action: Extract<ReadStatement['action'], { kind: 'use' }>): string {
  const catalog = action.catalog === undefined ? [] : [`sql.current-catalog = '${action.catalog}'`]
  const database = action.database === undefined ? [] : [`sql.current-database = '${action.database}'`]
  return `Every statement has a session of its own, so USE has no effect on later ones. Give each statement the property ${[...catalog, ...database].join(' and ')} instead.`
}

function setHint(action: Extract<ReadStatement['action'], { kind: 'set' | 'reset' }>): string {
  const property = action.key === undefined ? 'properties it needs' : `property '${action.key}'${action.kind === 'set' && action.value !== undefined ? ` = '${action.value}'` : ''}`
  return action.kind === 'set'
    ? `Every statement has a session of its own, so SET has no effect on later ones. Give each statement the ${property} instead.`
    : `Every statement has a session of its own, so there is nothing to RESET. Leave the ${property} out of the statement's properties.`
}

const list = (name: string, values: string[], show: Show): Result<Answer> => {
  const matches = likeFilter(show.like)
  return ok({ columns: [textColumn(name)], rows: values.filter(matches).toSorted().map((value) => [value]) })
}

function answerShow(show: Show, catalog: Catalog, context: AnswerContext): Result<Answer> {
  const matches = likeFilter(show.like)
  switch (show.what) {
    case 'catalogs':
      return ok({
        columns: [textColumn('catalog name'), textColumn('catalog id')],
        rows: [[catalog.displayName, catalog.id]].filter(([name, id]) => matches(name!) || matches(id!)),
      })
    case 'databases': {
      // `of` is a catalog here; however it was read, its last part is the name.
      if (show.of !== undefined && !isCatalogName(catalog, show.of.name)) return failed('not-found', `Catalog '${show.of.name}' does not exist. Use '${catalog.id}' or '${catalog.displayName}'.`)
      const names = [...databaseNames(catalog), informationSchemaName].filter(matches).toSorted()
      return ok({ columns: [textColumn('database name'), textColumn('database id')], rows: names.map((name) => [name, name]) })
    }
    case 'tables':
    case 'views': {
      const database = databaseOf(show.of, catalog, context)
      if (!database.ok) return database
      const objects = catalog.objects.filter((object) => object.database === database.value && (show.what === 'tables' || object.kind === 'view'))
      return list(show.what === 'tables' ? 'table name' : 'view name', objects.map((object) => object.name), show)
    }
    case 'columns': {
      if (show.of === undefined) return failed('rejected', 'SHOW COLUMNS needs the table: SHOW COLUMNS FROM <table>.')
      const object = lookUp(show.of, catalog, context)
      return object.ok ? ok(describeObject(object.value, object.value.columns.filter((column) => matches(column.name)))) : object
    }
    case 'create-table':
    case 'create-view':
      return showCreate(show, catalog, context)
    case 'current-catalog':
      return ok({ columns: [textColumn('current catalog name')], rows: [[context.currentCatalog ?? catalog.id]] })
    case 'current-database':
      return ok({ columns: [textColumn('current database name')], rows: [[databaseIn(context)]] })
    case 'connections':
      if (context.connections === undefined) return failed('rejected', 'SHOW CONNECTIONS is not answered here: list the connections of the environment with the API.')
      return ok({
        columns: [textColumn('connection name'), textColumn('connection type'), textColumn('endpoint')],
        rows: context.connections.filter(({ name }) => matches(name)).map(({ name, connectionType, endpoint }) => [name, connectionType, endpoint]),
      })
    case 'functions':
      return failed('rejected', "SHOW FUNCTIONS is not answered. All of Flink's built-in functions can be used; functions of your own cannot be registered.")
    case 'jobs':
      return failed('rejected', 'SHOW JOBS is not answered: list the statements of the environment instead, each has at most one job.')
  }
}

function showCreate(show: Show, catalog: Catalog, context: AnswerContext): Result<Answer> {
  if (show.of === undefined) return failed('rejected', 'SHOW CREATE needs the name of a table or view.')
  const object = lookUp(show.of, catalog, context)
  if (!object.ok) return object
  const { database, name, kind, options } = object.value
  const asked = show.what === 'create-view' ? 'view' : 'table'
  if (kind !== asked) return failed('rejected', `${describeName(catalog, object.value)} is a ${kind}: use SHOW CREATE ${kind.toUpperCase()}.`)
  const edits = kind === 'table' ? definitionEdits(object.value, shownOptions(options), false) : []
  return ok({ columns: [textColumn('result')], rows: [[renameDefinition(object.value, [catalog.id, database, name], edits)]] })
}

function lookUp(name: ObjectName, catalog: Catalog, context: AnswerContext): Result<CatalogObject> {
  const resolved = resolveName(name, catalog, databaseIn(context))
  if (!resolved.ok) return resolved
  const object = findObject(catalog, resolved.value.database, resolved.value.name)
  return object === undefined ? failed('not-found', `Table or view ${describeName(catalog, resolved.value)} does not exist.`) : ok(object)
}

/** SHOW TABLES [FROM [catalog.]database]: the parts were read as a name, so the database is the last one. */
function databaseOf(of: ObjectName | undefined, catalog: Catalog, context: AnswerContext): Result<string> {
  const database = of?.name ?? databaseIn(context)
  const catalogName = of?.catalog ?? of?.database
  if (catalogName !== undefined && !isCatalogName(catalog, catalogName)) return failed('not-found', `Catalog '${catalogName}' does not exist. Use '${catalog.id}' or '${catalog.displayName}'.`)
  if (database === informationSchemaName || databaseNames(catalog).includes(database)) return ok(database)
  return failed('not-found', `Database ${quotePath(catalog.id, database)} does not exist.`)
}
