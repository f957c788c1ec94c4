import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { AnswerKeeper, KeptAnswer, Reservation } from '@headgate/ports'
import type { Database, Transaction } from './database.ts'
import type { Seal, SealPlace } from './seal.ts'

// Sealed, because the answer to a new API key holds its secret.
const place = (organizationId: string, key: string): SealPlace => ({ column: 'idempotent_answer.answer', organizationId, environmentId: '', name: key })

/** Reserves the key, or finds what it was answered. A reservation whose process died ends by itself after `reserveForMs`. */
export async function beginIdempotent(
  database: Database, seal: Seal, { organizationId, key, holder }: Reservation, bodyHash: string, nowMs: number, reserveForMs: number,
): Promise<Result<KeptAnswer | undefined>> {
  return await database.inTenant({ organizationId }, 'write', async (transaction) => {
    const reserved = await transaction.$queryRaw<unknown[]>`
      INSERT INTO idempotent_answer AS a (organization_id, key, body_hash, holder, keep_until_ms)
      VALUES (${organizationId}, ${key}, ${bodyHash}, ${holder}, ${nowMs + reserveForMs}::bigint)
      ON CONFLICT (organization_id, key) DO UPDATE SET body_hash = excluded.body_hash, holder = excluded.holder, status = NULL, answer_sealed = NULL,
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

/** Keeps an answer to nothing that was done, or frees the key. A transaction that keeps one at this moment goes first: both change the same row. */
export async function finishIdempotent(
  database: Database, seal: Seal, reservation: Reservation, answer: KeptAnswer | undefined, keepUntilMs: number,
): Promise<Result<void>> {
  const { organizationId, key, holder } = reservation
  return await database.inTenant({ organizationId }, 'write', async (transaction) => {
    if (answer !== undefined) return await write(transaction, seal, reservation, answer, keepUntilMs)
    await transaction.$executeRaw`
      DELETE FROM idempotent_answer WHERE organization_id = ${organizationId} AND key = ${key} AND holder = ${holder} AND status IS NULL`
    return ok(undefined)
  })
}

/** Keeps the answer to an effect in its own transaction; a failure rolls both back. */
export async function keepAnswer<T>(transaction: Transaction, seal: Seal, keeper: AnswerKeeper<T> | undefined, effect: T): Promise<Result<T>> {
  if (keeper === undefined) return ok(effect)
  const kept = await write(transaction, seal, keeper, keeper.render(effect), keeper.keepUntilMs)
  return kept.ok ? ok(effect) : kept
}

async function write(transaction: Transaction, seal: Seal, { organizationId, key, holder }: Reservation, answer: KeptAnswer, keepUntilMs: number): Promise<Result<void>> {
  const sealed = seal.seal(JSON.stringify({ headers: answer.headers, body: answer.body }), place(organizationId, key))
  const written = await transaction.$executeRaw`
    UPDATE idempotent_answer SET status = ${answer.status}::int, answer_sealed = ${sealed}, keep_until_ms = ${keepUntilMs}::bigint
    WHERE organization_id = ${organizationId} AND key = ${key} AND holder = ${holder} AND status IS NULL`
  return written === 1 ? ok(undefined) : failed('unavailable', 'The reservation of the idempotency key is over. Try again in a moment.')
}
