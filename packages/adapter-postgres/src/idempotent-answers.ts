import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { ApiStore } from '@headgate/ports'
import type { Database } from './database.ts'
import type { Seal, SealPlace } from './seal.ts'

/** What a request was answered. Sealed, because the answer to a new API key holds its secret. */
export interface KeptAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

const place = (organizationId: string, key: string): SealPlace => ({ column: 'idempotent_answer.answer', organizationId, environmentId: '', name: key })

/** Reserves the key, or finds what it was answered. A reservation whose process died ends by itself after `reserveForMs`. */
export async function beginIdempotent(
  database: Database, seal: Seal, organizationId: string, key: string, bodyHash: string, nowMs: number, reserveForMs: number,
): Promise<Result<KeptAnswer | undefined>> {
  return await database.inTenant({ organizationId }, 'write', async (transaction) => {
    const reserved = await transaction.$queryRaw<unknown[]>`
      INSERT INTO idempotent_answer AS a (organization_id, key, body_hash, keep_until_ms)
      VALUES (${organizationId}, ${key}, ${bodyHash}, ${nowMs + reserveForMs}::bigint)
      ON CONFLICT (organization_id, key) DO UPDATE SET body_hash = excluded.body_hash, status = NULL, answer_sealed = NULL,
        keep_until_ms = excluded.keep_until_ms WHERE a.keep_until_ms <= ${nowMs}::bigint
      RETURNING key`
    if (reserved.length > 0) return ok(undefined)
    const [kept] = await transaction.$queryRaw<{ body_hash: string; status: number | null; answer_sealed: string | null }[]>`
      SELECT body_hash, status, answer_sealed FROM idempotent_answer WHERE organization_id = ${organizationId} AND key = ${key}`
    if (kept !== undefined && kept.body_hash !== bodyHash) {
      return failed('conflict', 'This idempotency key was used with another request. Use a new key for a new request.')
    }
    if (kept === undefined || kept.status === null || kept.answer_sealed === null) {
      return failed('conflict', 'A request with this idempotency key is under way. Try again when it has ended.')
    }
    const { headers, body } = JSON.parse(seal.open(kept.answer_sealed, place(organizationId, key))) as Omit<KeptAnswer, 'status'>
    return ok({ status: kept.status, headers, body })
  })
}

/** Keeps the answer, or frees the key when there is none. */
export async function finishIdempotent(
  database: Database, seal: Seal, organizationId: string, key: string, answer: KeptAnswer | undefined, keepUntilMs: number,
): ReturnType<ApiStore['finishIdempotent']> {
  return await database.inTenant({ organizationId }, 'write', async (transaction) => {
    if (answer === undefined) {
      await transaction.$executeRaw`DELETE FROM idempotent_answer WHERE organization_id = ${organizationId} AND key = ${key} AND status IS NULL`
      return ok(undefined)
    }
    const sealed = seal.seal(JSON.stringify({ headers: answer.headers, body: answer.body }), place(organizationId, key))
    await transaction.$executeRaw`
      UPDATE idempotent_answer SET status = ${answer.status}::int, answer_sealed = ${sealed}, keep_until_ms = ${keepUntilMs}::bigint
      WHERE organization_id = ${organizationId} AND key = ${key}`
    return ok(undefined)
  })
}
