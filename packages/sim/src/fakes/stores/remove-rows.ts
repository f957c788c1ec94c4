import type { Statement } from '@headgate/domain'
import { renderWorkKey } from '@headgate/ports'
import type { FakeDatabase } from './fake-database.ts'
import { tenantKey } from './fake-database.ts'

/** Removes a statement with its spool, events, exceptions and work. */
export function removeStatementRows(database: FakeDatabase, statement: Statement): void {
  const key = tenantKey(statement, statement.uid)
  for (const table of [database.statements, database.spools, database.events, database.exceptions]) table.delete(key)
  for (const kind of ['statement', 'results'] as const) {
    database.work.delete(
      renderWorkKey({ kind, organizationId: statement.organizationId, environmentId: statement.environmentId, id: statement.uid }),
    )
  }
}
