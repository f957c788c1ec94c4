import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { Lease, NewPool, NewStatement, SnapshotChange, WorkKey } from '@headgate/ports'
import type { Database } from '../database.ts'
import { insertPool } from '../pool/pool-store.ts'
import type { Seal } from '../seal.ts'
import { savepointKey } from '../snapshot/change-snapshot.ts'
import { insertStatement } from '../statement/create-statement.ts'
import { holdLease } from '../work/lock-keys.ts'
import { applyChanges, lostChange, staleLease } from './change-snapshots.ts'

/** A pool and a statement that nobody but the platform sees, and the snapshot that says so. */
export async function createDrill(
  database: Database, seal: Seal, lease: Lease, change: SnapshotChange, pool: NewPool, statement: NewStatement, nowMs: number,
): Promise<Result<void>> {
  const tenant = { organizationId: lease.key.organizationId, environmentId: lease.key.environmentId }
  const created = await database.inTenant<void>(tenant, 'write', async (transaction) => {
    if (!(await holdLease(transaction, lease, [savepointKey(tenant, change.id)], nowMs))) return staleLease(lease)
    if (!(await applyChanges(transaction, tenant, [change], nowMs)).has(change.id)) return lostChange(change.id)
    await insertPool(transaction, { ...pool, ...tenant, scratch: true })
    await insertStatement(transaction, seal, { ...statement, ...tenant, scratch: true })
    return ok(undefined)
  })
  if (!created.ok && created.reason === 'not-found') return failed('not-found', `Environment ${tenant.environmentId} does not exist.`, created.detail)
  return created
}

interface Remains {
  statement: boolean
  statement_asked: boolean | null
  pool: boolean
  pool_asked: boolean | null
}

/** First the statement, so that its job ends in order, then the pool. */
export async function endDrill(database: Database, lease: Lease, drill: { statementUid: string; computePoolId: string }, nowMs: number): Promise<Result<'going'>> {
  const { organizationId, environmentId } = lease.key
  const keyOf = (kind: WorkKey['kind'], id: string): WorkKey => ({ kind, organizationId, environmentId, id })
  return await database.inTenant({ organizationId, environmentId }, 'write', async (transaction) => {
    const [found] = await transaction.$queryRaw<Remains[]>`
      SELECT s.uid IS NOT NULL AS statement, s.deletion_requested_at_ms IS NOT NULL AS statement_asked, p.id IS NOT NULL AS pool,
        p.deletion_requested_at_ms IS NOT NULL AS pool_asked
      FROM (SELECT 1) AS one
        LEFT JOIN statement s ON s.organization_id = ${organizationId} AND s.environment_id = ${environmentId} AND s.uid = ${drill.statementUid} AND s.scratch
        LEFT JOIN compute_pool p ON p.organization_id = ${organizationId} AND p.environment_id = ${environmentId} AND p.id = ${drill.computePoolId} AND p.scratch`
    const wake = found?.statement
      ? found.statement_asked ? [] : [keyOf('statement', drill.statementUid)]
      : found?.pool && !found.pool_asked ? [keyOf('pool', drill.computePoolId)] : []
    if (!(await holdLease(transaction, lease, wake, nowMs))) return staleLease(lease)
    if (found?.statement) {
      await transaction.$executeRaw`
        UPDATE statement SET deletion_requested_at_ms = ${nowMs}::bigint, updated_at_ms = ${nowMs}::bigint
        WHERE organization_id = ${organizationId} AND environment_id = ${environmentId} AND uid = ${drill.statementUid} AND scratch AND deletion_requested_at_ms IS NULL`
      return ok('going' as const)
    }
    if (!found?.pool) return failed('not-found', 'Nothing of the drill is left.')
    await transaction.$executeRaw`
      UPDATE compute_pool SET deletion_requested_at_ms = ${nowMs}::bigint, updated_at_ms = ${nowMs}::bigint
      WHERE organization_id = ${organizationId} AND environment_id = ${environmentId} AND id = ${drill.computePoolId} AND scratch AND deletion_requested_at_ms IS NULL`
    return ok('going' as const)
  })
}
