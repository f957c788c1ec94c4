import type { Result, Tenant } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { Clock, Page, PageRequest, ResourceStore } from '@headgate/ports'
import type { Database, ModelTransaction, TransactionScope } from '../database.ts'
import { keepAnswer } from '../idempotent-answers.ts'
import { parsePageToken, renderPageToken } from '../page-token.ts'
import type { Seal } from '../seal.ts'
import { ensureStorageKey } from '../work/ensure-storage-key.ts'

/** A condition of the Prisma client, kept loose because each table has its own type of it. */
type Where = Record<string, unknown>

/** The few verbs of a Prisma table that a store of simple resources needs. */
export interface TableDelegate<Row> {
  create(args: { data: never }): Promise<Row>
  findFirst(args: { where: never }): Promise<Row | null>
  findMany(args: { where: never; orderBy: never; take: number }): Promise<Row[]>
  updateManyAndReturn(args: { where: never; data: never }): Promise<Row[]>
  deleteMany(args: { where: never }): Promise<{ count: number }>
}

/** How a simple resource lies in its table. */
export interface TableMapping<S extends TransactionScope, T, Row> {
  /** In words, with its article: `An environment`. */
  noun: string
  table(transaction: ModelTransaction): TableDelegate<Row>
  /** The column that, with the scope, names a resource. */
  keyField: string
  /** Conditions that the scope means for this table (row-level security demands them anyway; the planner wants them). */
  scopeWhere(scope: S): Where
  keyOf(resource: T): string
  toRow(resource: T): Where
  fromRow(row: Row): T
  /** Columns of a partial resource: what `match` compares. */
  matchWhere(match: Partial<T>): Where
  /** The environment whose files are looked at after a change. */
  filesOf?(scope: S, key: string): Tenant
}

interface Stored {
  version: number
  createdAtMs: number
  updatedAtMs: number
}

/** A `ResourceStore` on one table of the Prisma client. */
export function createResourceStore<S extends TransactionScope, T extends Stored, Row>(
  database: Database, seal: Seal, clock: Pick<Clock, 'nowMs'>, mapping: TableMapping<S, T, Row>,
): ResourceStore<S, T> {
  const { keyField, scopeWhere, fromRow, toRow } = mapping
  const missing = (key: string): Result<never> => failed('not-found', `${mapping.noun} ${key} does not exist.`)
  const scopeOf = (scope: S): TransactionScope => ({ organizationId: scope.organizationId, environmentId: scope.environmentId })
  const findOne = async (transaction: ModelTransaction, scope: S, key: string): Promise<Row | null> =>
    await mapping.table(transaction).findFirst({ where: { ...scopeWhere(scope), [keyField]: key } as never })
  const wakeFiles = async (transaction: ModelTransaction, scope: S, key: string): Promise<void> => {
    if (mapping.filesOf !== undefined) await ensureStorageKey(transaction, mapping.filesOf(scope, key), clock.nowMs())
  }

  return {
    create: async (scope, resource, keeper) => {
      const created = await database.inTenantWithModels(scopeOf(scope), 'write', async (transaction) => {
        const row = await mapping.table(transaction).create({ data: toRow(resource) as never })
        await wakeFiles(transaction, scope, mapping.keyOf(resource))
        return await keepAnswer(transaction, seal, keeper, fromRow(row))
      })
      if (!created.ok && created.reason === 'conflict') return failed('conflict', `${mapping.noun} ${mapping.keyOf(resource)} exists already.`, created.detail)
      return created
    },

    load: async (scope, key) =>
      await database.inTenantWithModels(scopeOf(scope), 'read', async (transaction) => {
        const row = await findOne(transaction, scope, key)
        return row === null ? missing(key) : ok(fromRow(row))
      }),

    list: async (scope, page, match) => {
      const after = parsePageToken(page.pageToken)
      if (!after.ok) return after
      const where = { ...scopeWhere(scope), ...mapping.matchWhere(match ?? {}), ...afterWhere(keyField, after.value) }
      return await database.inTenantWithModels(scopeOf(scope), 'read', async (transaction) => {
        const orderBy = [{ createdAtMs: 'asc' }, { [keyField]: 'asc' }]
        const rows = await mapping.table(transaction).findMany({ where: where as never, orderBy: orderBy as never, take: page.pageSize + 1 })
        return ok(toPage(rows.map(fromRow), page, mapping.keyOf))
      })
    },

    replace: async (scope, key, resource, expectedVersion) =>
      await database.inTenantWithModels(scopeOf(scope), 'write', async (transaction) => {
        const { createdAtMs: _kept, ...data } = toRow(resource)
        const [row] = await mapping.table(transaction).updateManyAndReturn({
          where: { ...scopeWhere(scope), [keyField]: key, version: expectedVersion } as never,
          data: { ...data, [keyField]: key, version: expectedVersion + 1 } as never,
        })
        if (row !== undefined) {
          await wakeFiles(transaction, scope, key)
          return ok(fromRow(row))
        }
        const found = await findOne(transaction, scope, key)
        return found === null ? missing(key) : failed('conflict', `${mapping.noun} ${key} was changed since version ${expectedVersion}. Read it again and repeat the change.`)
      }),

    remove: async (scope, key) => {
      const removed = await database.inTenantWithModels(scopeOf(scope), 'write', async (transaction) => {
        const { count } = await mapping.table(transaction).deleteMany({ where: { ...scopeWhere(scope), [keyField]: key } as never })
        if (count === 0) return missing(key)
        await wakeFiles(transaction, scope, key)
        return ok(undefined)
      })
      if (!removed.ok && removed.reason === 'conflict') return failed('conflict', `${mapping.noun} ${key} is still in use.`, removed.detail)
      return removed
    },
  }
}

const afterWhere = (keyField: string, position: { atMs: number; key: string } | undefined): Where =>
  position === undefined ? {} : { OR: [{ createdAtMs: { gt: position.atMs } }, { createdAtMs: position.atMs, [keyField]: { gt: position.key } }] }

function toPage<T extends Stored>(found: T[], page: PageRequest, keyOf: (resource: T) => string): Page<T> {
  const items = found.slice(0, page.pageSize)
  const last = items.at(-1)
  if (found.length <= page.pageSize || last === undefined) return { items }
  return { items, nextPageToken: renderPageToken({ atMs: last.createdAtMs, key: keyOf(last) }) }
}
