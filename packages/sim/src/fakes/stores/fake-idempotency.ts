import { failed, ok } from '@headgate/domain'
import type { ApiStore } from '@headgate/ports'
import { copy } from './copy.ts'
import type { FakeDatabase } from './fake-database.ts'
import { rowKey } from './fake-database.ts'

/** Kept answers of idempotent requests. */
export function createFakeIdempotency(database: FakeDatabase): Pick<ApiStore, 'beginIdempotent' | 'finishIdempotent'> {
  return {
    async beginIdempotent(organizationId, key, bodyHash, nowMs, reserveForMs) {
      const rowName = rowKey(organizationId, key)
      const row = database.idempotent.get(rowName)
      if (row === undefined || row.keepUntilMs <= nowMs) {
        database.idempotent.set(rowName, { organizationId, bodyHash, answer: undefined, keepUntilMs: nowMs + reserveForMs })
        return ok(undefined)
      }
      if (row.bodyHash !== bodyHash) {
        return failed('conflict', 'This idempotency key came before with another request. Use a new key for a new request.')
      }
      if (row.answer === undefined) return failed('conflict', 'A request with this idempotency key is under way. Try again in a moment.')
      return ok(copy(row.answer))
    },
    async finishIdempotent(organizationId, key, answer, keepUntilMs) {
      const rowName = rowKey(organizationId, key)
      const row = database.idempotent.get(rowName)
      if (row === undefined) return ok(undefined)
      if (answer === undefined) database.idempotent.delete(rowName)
      else database.idempotent.set(rowName, { ...row, answer: copy(answer), keepUntilMs })
      return ok(undefined)
    },
  }
}
