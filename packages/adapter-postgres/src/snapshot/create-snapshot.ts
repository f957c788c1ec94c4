import type { NewSnapshot, Result, Snapshot, Tenant } from '@headgate/domain'
import { failed, isAskedFor, ok } from '@headgate/domain'
import type { AnswerKeeper } from '@headgate/ports'
import { storageKey } from '@headgate/ports'
import type { Database, Transaction } from '../database.ts'
import { keepAnswer } from '../idempotent-answers.ts'
import type { Seal } from '../seal.ts'
import { wakeInOrder } from '../work/lock-keys.ts'
import { insertSnapshots } from './insert-snapshots.ts'
import { holdRestorable } from './load-snapshot.ts'

/** Inserts the snapshot and wakes what is to be done about it. */
export async function createSnapshot(database: Database, seal: Seal, tenant: Tenant, snapshot: NewSnapshot, keeper?: AnswerKeeper<Snapshot>): Promise<Result<Snapshot>> {
  if (snapshot.organizationId !== tenant.organizationId || snapshot.environmentId !== tenant.environmentId) return environmentMissing(snapshot.environmentId)
  return await database.inTenant(tenant, 'write', async (transaction) => {
    await wakeInOrder(transaction, [storageKey(tenant)], snapshot.createdAtMs)
    const allowed = await holdSource(transaction, tenant, snapshot)
    if (!allowed.ok) return allowed
    const inserted = await insertSnapshots(transaction, seal, tenant, [snapshot])
    if (inserted === 0) return failed('conflict', `Snapshot ${snapshot.id} exists already.`)
    return await keepAnswer(transaction, seal, keeper, { ...snapshot, specVersion: 1, intentVersion: 1, updatedAtMs: snapshot.createdAtMs })
  })
}

/** The environment stays until this transaction ends; what it is taken of, or copied from, must be there. */
async function holdSource(transaction: Transaction, tenant: Tenant, snapshot: NewSnapshot): Promise<Result<void>> {
  const environments = await transaction.$queryRaw<unknown[]>`
    SELECT 1 FROM environment WHERE organization_id = ${tenant.organizationId} AND id = ${tenant.environmentId} FOR KEY SHARE`
  if (environments.length === 0) return environmentMissing(tenant.environmentId)
  if (isAskedFor(snapshot) && snapshot.statement !== undefined) {
    const statements = await transaction.$queryRaw<unknown[]>`
      SELECT 1 FROM statement WHERE organization_id = ${tenant.organizationId} AND environment_id = ${tenant.environmentId} AND uid = ${snapshot.statement.uid}`
    if (statements.length === 0) return failed('not-found', `Statement ${snapshot.statement.name} does not exist in the environment.`)
  }
  return snapshot.copyOf === undefined ? ok(undefined) : await holdRestorable(transaction, tenant, snapshot.copyOf)
}

export const environmentMissing = (environmentId: string): Result<never> => failed('not-found', `Environment ${environmentId} does not exist.`)
