import type { Tenant } from '@headgate/domain'
import type { WorkKey } from '@headgate/ports'
import type { Transaction } from '../database.ts'
import { Prisma } from '../prisma-client/client.ts'

/** The keys of the own pools of statements, or of the statements of one DEDICATED pool. */
export async function findOwnPools(transaction: Transaction, { organizationId, environmentId }: Tenant, of: { statementUids: string[] } | { computePoolId: string }): Promise<WorkKey[]> {
  const which = 'statementUids' in of ? Prisma.sql`owner_uid = ANY(${of.statementUids}::text[])` : Prisma.sql`parent_pool_id = ${of.computePoolId}`
  const rows = await transaction.$queryRaw<{ id: string }[]>`
    SELECT id FROM compute_pool WHERE organization_id = ${organizationId} AND environment_id = ${environmentId} AND ${which}`
  return rows.map(({ id }) => ({ kind: 'pool', organizationId, environmentId, id }))
}
