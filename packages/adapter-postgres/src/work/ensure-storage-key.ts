import type { Tenant } from '@headgate/domain'
import type { ModelTransaction } from '../database.ts'

/** Makes the key of an environment's files, or wakes it. */
export async function ensureStorageKey(transaction: Pick<ModelTransaction, '$executeRaw'>, tenant: Tenant, nowMs: number): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO work_item AS w (organization_id, environment_id, kind, id, due_at_ms)
    VALUES (${tenant.organizationId}, ${tenant.environmentId}, 'storage', ${tenant.environmentId}, ${nowMs}::bigint)
    ON CONFLICT (organization_id, environment_id, kind, id)
      DO UPDATE SET due_at_ms = least(coalesce(w.due_at_ms, excluded.due_at_ms), excluded.due_at_ms), wake_seq = w.wake_seq + 1`
}
