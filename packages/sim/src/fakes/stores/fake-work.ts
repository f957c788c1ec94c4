import { failed, ok } from '@headgate/domain'
import type { Failure, Result } from '@headgate/domain'
import type { Lease, StorageStore, WorkKey } from '@headgate/ports'
import { renderWorkKey } from '@headgate/ports'
import { copy } from './copy.ts'
import type { FakeDatabase, WorkRow } from './fake-database.ts'
import { hasSubject } from './fake-database.ts'

interface WorkVerbs extends Pick<StorageStore, 'lease' | 'release' | 'renew' | 'endLeases'> {
  listDue(kind: WorkKey['kind'], nowMs: number, limit: number): Promise<Result<WorkKey[]>>
}

/** The work index: who looks at what, and when. Leases are ended of those kinds alone that the process works on. */
export function createFakeWork(database: FakeDatabase, isOwn: (kind: WorkKey['kind']) => boolean): WorkVerbs {
  return {
    async listDue(kind, nowMs, limit) {
      const due = [...database.work.values()]
        .filter((row) => row.key.kind === kind && row.dueAtMs !== undefined && row.dueAtMs <= nowMs && !isLeased(row, nowMs))
        .sort((a, b) => (a.dueAtMs ?? 0) - (b.dueAtMs ?? 0))
      return ok(due.slice(0, limit).map((row) => copy(row.key)))
    },
    async lease(key, holder, nowMs, ttlMs) {
      const row = database.work.get(renderWorkKey(key))
      if (row === undefined || !hasSubject(database, key)) return failed('not-found', `There is nothing to do for ${renderWorkKey(key)}: it does not exist.`)
      if (isLeased(row, nowMs)) return failed('conflict', `${renderWorkKey(key)} is leased by ${row.lease?.holder}.`)
      row.token += 1
      row.lease = { holder, untilMs: nowMs + ttlMs }
      row.wokenDuringLease = false
      // A holder that dies never releases: the scan finds the key when the lease is over.
      row.dueAtMs = nowMs + ttlMs
      return ok({ key: copy(row.key), token: row.token, untilMs: nowMs + ttlMs })
    },
    async release(lease, nextDueAtMs) {
      const row = held(database, lease)
      // A key that is gone has nothing to release.
      if (!row.ok) return row.reason === 'not-found' ? ok({ dueNow: false }) : row
      const dueNow = row.value.wokenDuringLease
      row.value.lease = undefined
      row.value.wokenDuringLease = false
      row.value.dueAtMs = dueNow ? database.nowMs() : nextDueAtMs
      return ok({ dueNow })
    },
    async renew(lease, nowMs, ttlMs) {
      const row = held(database, lease)
      if (!row.ok) return row
      const untilMs = nowMs + ttlMs
      if (row.value.lease !== undefined) row.value.lease.untilMs = untilMs
      row.value.dueAtMs = untilMs
      return ok({ ...lease, untilMs })
    },
    async endLeases(nowMs) {
      for (const row of [...database.work.values()].filter((each) => isOwn(each.key.kind) && isLeased(each, nowMs))) {
        if (row.lease !== undefined) row.lease.untilMs = nowMs
        row.dueAtMs = nowMs
      }
      return ok(undefined)
    },
  }
}

const isLeased = (row: WorkRow, nowMs: number): boolean => row.lease !== undefined && row.lease.untilMs > nowMs

/** The row that a lease still holds; a newer lease, or none, refuses it. */
export function held(database: FakeDatabase, lease: Lease): Result<WorkRow> {
  const row = database.work.get(renderWorkKey(lease.key))
  if (row === undefined) return failed('not-found', `${renderWorkKey(lease.key)} does not exist any more.`)
  if (row.lease === undefined || row.token !== lease.token) return staleLease(lease.key)
  return ok(row)
}

const staleLease = (key: WorkKey): Failure =>
  failed('conflict', `The lease of ${renderWorkKey(key)} is not the newest one any more: nothing was written.`)
