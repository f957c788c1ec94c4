import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import type { AnswerKeeper, ApiStore, Reservation } from '@headgate/ports'
import { copy } from './copy.ts'
import type { FakeDatabase, IdempotentRow } from './fake-database.ts'
import { rowKey } from './fake-database.ts'

/** Kept answers of idempotent requests. */
export function createFakeIdempotency(database: FakeDatabase): Pick<ApiStore, 'beginIdempotent' | 'finishIdempotent'> {
  return {
    async beginIdempotent({ organizationId, key, holder }, bodyHash, nowMs, reserveForMs) {
      const rowName = rowKey(organizationId, key)
      const row = database.idempotent.get(rowName)
      if (row === undefined || row.keepUntilMs <= nowMs) {
        database.idempotent.set(rowName, { organizationId, bodyHash, holder, answer: undefined, keepUntilMs: nowMs + reserveForMs })
        return ok(undefined)
      }
      if (row.bodyHash !== bodyHash) {
        return failed('conflict', 'This idempotency key came before with another request. Use a new key for a new request.')
      }
      if (row.answer === undefined) return failed('conflict', 'A request with this idempotency key is under way. Try again in a moment.')
      return ok(copy(row.answer))
    },
    async finishIdempotent(reservation, answer, keepUntilMs) {
      const row = heldRow(database, reservation)
      if (row === undefined) return answer === undefined ? ok(undefined) : lostReservation()
      if (answer === undefined) database.idempotent.delete(rowKey(reservation.organizationId, reservation.key))
      else Object.assign(row, { answer: copy(answer), keepUntilMs })
      return ok(undefined)
    },
  }
}

/** Keeps the answer to `effect`, or refuses it; called before the effect is stored, in the same step. */
export function keepAnswer<T>(database: FakeDatabase, keeper: AnswerKeeper<T> | undefined, effect: T): Result<void> {
  if (keeper === undefined) return ok(undefined)
  const row = heldRow(database, keeper)
  if (row === undefined) return lostReservation()
  Object.assign(row, { answer: copy(keeper.render(copy(effect))), keepUntilMs: keeper.keepUntilMs })
  return ok(undefined)
}

function heldRow(database: FakeDatabase, { organizationId, key, holder }: Reservation): IdempotentRow | undefined {
  const row = database.idempotent.get(rowKey(organizationId, key))
  return row !== undefined && row.holder === holder && row.answer === undefined ? row : undefined
}

const lostReservation = () => failed('unavailable', 'The reservation of the idempotency key is over. Try again in a moment.')
