import { failed, ok } from '@headgate/domain'
import type { Result, Tenant } from '@headgate/domain'
import type { SpoolPort, SpoolState } from '@headgate/ports'
import { copy } from './copy.ts'
import type { FakeDatabase, SpoolRow } from './fake-database.ts'
import { tenantKey } from './fake-database.ts'

/** Results of statements in the in-memory database. */
export function createFakeSpool(database: FakeDatabase): SpoolPort {
  const missing = (uid: string) => failed('not-found', `The statement ${uid} does not exist.`)
  const find = (tenant: Tenant, uid: string): SpoolRow | undefined => database.spools.get(tenantKey(tenant, uid))
  /** The spool belongs to its statement: without one there is nothing to write to. */
  const open = (tenant: Tenant, uid: string): Result<SpoolRow> => {
    const key = tenantKey(tenant, uid)
    if (!database.statements.has(key)) return missing(uid)
    const row = database.spools.get(key) ?? emptySpool(tenant, uid)
    database.spools.set(key, row)
    return ok(row)
  }
  return {
    async append(tenant, statementUid, chunk, rows, _nowMs, position) {
      const opened = open(tenant, statementUid)
      if (!opened.ok) return opened
      const spool = opened.value
      if (chunk < spool.nextChunk) return ok(undefined)
      if (chunk > spool.nextChunk) return failed('conflict', `Chunk ${chunk} cannot follow: chunk ${spool.nextChunk} is missing.`)
      if (spool.complete) return failed('conflict', 'The result is complete: no chunk can follow.')
      spool.chunks.set(chunk, { rows: copy(rows), bytes: Buffer.byteLength(JSON.stringify(rows)) })
      spool.nextChunk = chunk + 1
      spool.rowsTotal += rows.length
      if (position !== undefined) spool.position = position
      return ok(undefined)
    },
    async complete(tenant, statementUid, _nowMs, failure) {
      const opened = open(tenant, statementUid)
      if (!opened.ok) return opened
      if (opened.value.complete) return ok(undefined)
      opened.value.complete = true
      if (failure !== undefined) opened.value.failure = failure
      return ok(undefined)
    },
    async state(tenant, statementUid) {
      return ok(stateOf(find(tenant, statementUid) ?? emptySpool(tenant, statementUid)))
    },
    async read(tenant, statementUid, chunk, nowMs) {
      const opened = open(tenant, statementUid)
      if (!opened.ok) return opened
      const spool = opened.value
      if (chunk < spool.firstChunk) return failed('not-found', 'These rows were read before and are not kept any more.')
      spool.lastReadAtMs = Math.max(spool.lastReadAtMs ?? 0, nowMs)
      // Asking for a chunk says that its predecessors arrived.
      spool.readUpToChunk = Math.max(spool.readUpToChunk, Math.min(chunk, spool.nextChunk))
      const rows = copy(spool.chunks.get(chunk)?.rows)
      return ok({ rows, last: spool.complete && chunk >= spool.nextChunk - 1 })
    },
    async trim(tenant, statementUid, chunk) {
      const spool = find(tenant, statementUid)
      if (spool === undefined) return ok(undefined)
      const upTo = Math.min(chunk, spool.nextChunk)
      for (const number of spool.chunks.keys()) if (number < upTo) spool.chunks.delete(number)
      spool.firstChunk = Math.max(spool.firstChunk, upTo)
      return ok(undefined)
    },
    async remove(tenant, statementUid) {
      database.spools.delete(tenantKey(tenant, statementUid))
      return ok(undefined)
    },
  }
}

const emptySpool = (tenant: Tenant, statementUid: string): SpoolRow => ({
  tenant: { organizationId: tenant.organizationId, environmentId: tenant.environmentId },
  statementUid,
  chunks: new Map(),
  firstChunk: 0,
  nextChunk: 0,
  readUpToChunk: 0,
  rowsTotal: 0,
  complete: false,
})

function stateOf(spool: SpoolRow): SpoolState {
  const held = [...spool.chunks.values()]
  return {
    nextChunk: spool.nextChunk,
    readUpToChunk: spool.readUpToChunk,
    rowsHeld: held.reduce((sum, chunk) => sum + chunk.rows.length, 0),
    bytesHeld: held.reduce((sum, chunk) => sum + chunk.bytes, 0),
    rowsTotal: spool.rowsTotal,
    complete: spool.complete,
    ...(spool.failure === undefined ? {} : { failure: spool.failure }),
    ...(spool.position === undefined ? {} : { position: spool.position }),
    ...(spool.lastReadAtMs === undefined ? {} : { lastReadAtMs: spool.lastReadAtMs }),
  }
}
