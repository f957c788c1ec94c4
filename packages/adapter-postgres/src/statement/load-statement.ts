import type { Result, Statement, StatementEvent, StatementException, Tenant } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { Database } from '../database.ts'
import { toNumber } from '../json.ts'
import { Prisma } from '../prisma-client/client.ts'
import type { Seal } from '../seal.ts'
import { readStatementRow, statementColumns } from './statement-row.ts'
import type { StatementRow } from './statement-row.ts'

/** One statement, by name (never a dry run) or by uid. */
export async function loadStatement(database: Database, seal: Seal, tenant: Tenant, by: { name: string } | { uid: string }): Promise<Result<Statement>> {
  const which = 'uid' in by ? Prisma.sql`s.uid = ${by.uid}` : Prisma.sql`s.name = ${by.name} AND NOT s.dry_run`
  return await database.inTenant(tenant, 'read', async (transaction) => {
    const [row] = await transaction.$queryRaw<StatementRow[]>`
      SELECT ${statementColumns} FROM statement s
      WHERE s.organization_id = ${tenant.organizationId} AND s.environment_id = ${tenant.environmentId} AND ${which}`
    if (row === undefined) return statementMissing('uid' in by ? by.uid : by.name)
    return ok(readStatementRow(seal, row))
  })
}

export const statementMissing = (name: string): Result<never> => failed('not-found', `Statement ${name} does not exist in the environment.`)

/** Newest first. */
export async function listExceptions(database: Database, tenant: Tenant, uid: string, limit: number): Promise<Result<StatementException[]>> {
  return await database.inTenant(tenant, 'read', async (transaction) => {
    const rows = await transaction.$queryRaw<{ at_ms: bigint; name: string; message: string }[]>`
      SELECT at_ms, name, message FROM statement_exception
      WHERE organization_id = ${tenant.organizationId} AND environment_id = ${tenant.environmentId} AND statement_uid = ${uid}
      ORDER BY at_ms DESC, seq DESC LIMIT ${limit}::int`
    return ok(rows.map((row) => ({ name: row.name, message: row.message, atMs: toNumber(row.at_ms) })))
  })
}

/** Oldest first. */
export async function listEvents(database: Database, tenant: Tenant, uid: string, limit: number): Promise<Result<StatementEvent[]>> {
  return await database.inTenant(tenant, 'read', async (transaction) => {
    const rows = await transaction.$queryRaw<{ at_ms: bigint; type: StatementEvent['type']; reason: string; message: string }[]>`
      SELECT at_ms, type, reason, message FROM statement_event
      WHERE organization_id = ${tenant.organizationId} AND environment_id = ${tenant.environmentId} AND statement_uid = ${uid}
      ORDER BY seq LIMIT ${limit}::int`
    return ok(rows.map((row) => ({ atMs: toNumber(row.at_ms), type: row.type, reason: row.reason, message: row.message })))
  })
}
