import type { Statement } from '@headgate/domain'
import { renderWorkKey } from '@headgate/ports'
import type { FakeDatabase } from './fake-database.ts'
import { isOf, tenantKey } from './fake-database.ts'
import { ownPools, wakePools } from './own-pools.ts'

/** Removes a statement with its spool, events, exceptions and work, and wakes its own pools. */
export function removeStatementRows(database: FakeDatabase, statement: Statement): void {
  wakePools(database, ownPools(database, (pool, of) => isOf(statement, pool) && of.statementUid === statement.uid))
  const key = tenantKey(statement, statement.uid)
  for (const table of [database.statements, database.spools, database.events, database.exceptions]) table.delete(key)
  for (const kind of ['statement', 'results'] as const) {
    database.work.delete(
      renderWorkKey({ kind, organizationId: statement.organizationId, environmentId: statement.environmentId, id: statement.uid }),
    )
  }
}
