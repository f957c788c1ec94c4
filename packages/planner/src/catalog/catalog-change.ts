import type { Catalog, CatalogChange, CatalogObject, Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { ReadStatement } from '@headgate/sql'
import { ddlPlan } from './ddl-plan.ts'
import { readDescribe, type DescribeRow } from './describe-columns.ts'
import { describeName, findObject, resolveName } from './name-resolution.ts'
import { renameDefinition } from './read-definition.ts'
import { readShowCreate } from './read-show-create.ts'

/** What Flink answered to `DdlPlan.ask` after the statement had run. */
export interface DdlAnswers {
  showCreate?: string
  describe?: readonly DescribeRow[]
}

export interface CatalogChangeInput {
  read: ReadStatement
  /** The catalog that the session was rendered from: its versions are the optimistic lock. */
  catalog: Catalog
  currentDatabase: string
  answers: DdlAnswers
  nowMs: number
}

/**
 * The changes that a DDL statement makes to the stored catalog, once Flink has accepted it. Empty when it changes nothing.
 * Fails as `ddlPlan` does, and with `rejected` when an answer is missing or cannot be read.
 */
export function catalogChange(input: CatalogChangeInput): Result<CatalogChange[]> {
  const { read, catalog, currentDatabase, nowMs } = input
  const plan = ddlPlan(read, catalog, currentDatabase)
  if (!plan.ok) return plan
  if (plan.value.nothingToDo) return ok([])
  const action = read.action
  if (action.kind === 'create-database' || action.kind === 'alter-database' || action.kind === 'drop-database') return databaseChange(action, catalog)
  if (!('target' in action)) return ok([])
  const target = resolveName(action.target, catalog, currentDatabase)
  if (!target.ok) return target
  const existing = findObject(catalog, target.value.database, target.value.name)
  if (existing !== undefined && (action.kind === 'drop-table' || action.kind === 'drop-view')) return ok([removal(existing)])
  if (existing !== undefined && 'renameTo' in action && action.renameTo !== undefined) {
    const name = action.renameTo.name
    const object = { ...existing, name, definition: renameDefinition(existing, [existing.database, name]), version: 1, updatedAtMs: nowMs }
    return ok([removal(existing), { kind: 'put-object', object, expectedVersion: 0 }])
  }
  return objectChange(input, { database: target.value.database, name: target.value.name }, existing)
}

const removal = (object: CatalogObject): CatalogChange => ({ kind: 'remove-object', database: object.database, name: object.name, expectedVersion: object.version })

function objectChange({ answers, catalog, nowMs }: CatalogChangeInput, target: { database: string; name: string }, existing: CatalogObject | undefined): Result<CatalogChange[]> {
  if (answers.showCreate === undefined || answers.describe === undefined) {
    return failed('rejected', `Flink did not say what ${describeName(catalog, target)} looks like now.`)
  }
  const shown = readShowCreate(answers.showCreate, target, catalog)
  if (!shown.ok) return shown
  const { primaryKey, ...rest } = shown.value
  const described = readDescribe(answers.describe, primaryKey)
  if (!described.ok) return described
  const expectedVersion = existing?.version ?? 0
  const object: CatalogObject = {
    ...rest,
    columns: described.value.columns,
    ...(described.value.watermark === undefined || rest.kind === 'view' ? {} : { watermark: described.value.watermark }),
    version: expectedVersion + 1,
    createdAtMs: existing?.createdAtMs ?? nowMs,
    updatedAtMs: nowMs,
  }
  return ok([{ kind: 'put-object', object, expectedVersion }])
}

function databaseChange(
  action: Extract<ReadStatement['action'], { kind: 'create-database' | 'alter-database' | 'drop-database' }>,
  catalog: Catalog,
): Result<CatalogChange[]> {
  const existing = catalog.databases.find((database) => database.name === action.name)
  if (action.kind === 'create-database') {
    const comment = action.comment === undefined ? {} : { comment: action.comment }
    return ok([{ kind: 'put-database', database: { name: action.name, ...comment, version: 1 }, expectedVersion: 0 }])
  }
  if (action.kind === 'alter-database') {
    // Databases have no options that mean anything here; the version says that it was touched.
    if (existing === undefined) return ok([])
    return ok([{ kind: 'put-database', database: { ...existing, version: existing.version + 1 }, expectedVersion: existing.version }])
  }
  if (existing === undefined) return ok([])
  const objects = catalog.objects.filter((object) => object.database === action.name)
  return ok([...objects.map(removal), { kind: 'remove-database', name: existing.name, expectedVersion: existing.version }])
}
