import type { Result, ResultRow, Tenant } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { SpoolPort, SpoolState } from '@headgate/ports'
import type { Database, Transaction } from '../database.ts'
import { toNumber, toOptionalNumber, toStorableText } from '../json.ts'
import { Prisma } from '../prisma-client/client.ts'

interface SpoolRow {
  first_chunk: number
  next_chunk: number
  read_up_to_chunk: number
  rows_held: bigint
  bytes_held: bigint
  rows_total: bigint
  complete: boolean
  failure: string | null
  position: string | null
  last_read_at_ms: bigint | null
}

const spoolColumns = Prisma.raw('first_chunk, next_chunk, read_up_to_chunk, rows_held, bytes_held, rows_total, complete, failure, position, last_read_at_ms')

/** The spool in two tables: a state row per statement, and one row per chunk with its rows as JSON text. */
export function createSpool(database: Database): SpoolPort {
  const isSpool = (tenant: Tenant, uid: string) =>
    Prisma.sql`organization_id = ${tenant.organizationId} AND environment_id = ${tenant.environmentId} AND statement_uid = ${uid}`
  const loadRow = async (transaction: Transaction, tenant: Tenant, uid: string): Promise<SpoolRow | undefined> =>
    (await transaction.$queryRaw<SpoolRow[]>`SELECT ${spoolColumns} FROM spool WHERE ${isSpool(tenant, uid)}`)[0]

  return {
    append: async (tenant, uid, chunk, rows, nowMs, position) => {
      const text = JSON.stringify(rows)
      const bytes = Buffer.byteLength(text)
      return await database.inTenant(tenant, 'write', async (transaction) => {
        // Chunk 0 makes the state row (or finds the one that an early reader made); later ones need it.
        const appended = await transaction.$queryRaw<unknown[]>`
          WITH advanced AS (
            INSERT INTO spool AS s (organization_id, environment_id, statement_uid, next_chunk, rows_held, bytes_held, rows_total, position, updated_at_ms)
            SELECT ${tenant.organizationId}, ${tenant.environmentId}, ${uid}, 1, ${rows.length}::bigint, ${bytes}::bigint, ${rows.length}::bigint,
              ${position ?? null}::text, ${nowMs}::bigint
            WHERE ${chunk}::int = 0 OR EXISTS (SELECT 1 FROM spool WHERE ${isSpool(tenant, uid)})
            ON CONFLICT (organization_id, environment_id, statement_uid) DO UPDATE SET next_chunk = s.next_chunk + 1,
              rows_held = s.rows_held + excluded.rows_held, bytes_held = s.bytes_held + excluded.bytes_held,
              rows_total = s.rows_total + excluded.rows_total, position = coalesce(excluded.position, s.position), updated_at_ms = excluded.updated_at_ms
              WHERE s.next_chunk = ${chunk}::int AND NOT s.complete
            RETURNING next_chunk
          )
          INSERT INTO spool_chunk (organization_id, environment_id, statement_uid, chunk, rows_json, row_count, byte_count)
          SELECT ${tenant.organizationId}, ${tenant.environmentId}, ${uid}, ${chunk}::int, ${text}, ${rows.length}::int, ${bytes}::int FROM advanced
          RETURNING chunk`
        if (appended.length > 0) return ok(undefined)
        const state = await loadRow(transaction, tenant, uid)
        if (state !== undefined && chunk < state.next_chunk) return ok(undefined)
        if (state?.complete) return failed('conflict', `The result is complete with ${state.next_chunk} chunks: chunk ${chunk} cannot follow.`)
        return failed('conflict', `Chunk ${chunk} would leave a gap: the next one is ${state?.next_chunk ?? 0}.`)
      })
    },

    complete: async (tenant, uid, nowMs, failure) =>
      await database.inTenant(tenant, 'write', async (transaction) => {
        await transaction.$executeRaw`
          INSERT INTO spool AS s (organization_id, environment_id, statement_uid, complete, failure, updated_at_ms)
          VALUES (${tenant.organizationId}, ${tenant.environmentId}, ${uid}, true, ${failure === undefined ? null : toStorableText(failure)}::text, ${nowMs}::bigint)
          ON CONFLICT (organization_id, environment_id, statement_uid)
            DO UPDATE SET complete = true, failure = excluded.failure, updated_at_ms = excluded.updated_at_ms WHERE NOT s.complete`
        return ok(undefined)
      }),

    state: async (tenant, uid) =>
      await database.inTenant(tenant, 'read', async (transaction) => ok(readSpoolRow(await loadRow(transaction, tenant, uid)))),

    read: async (tenant, uid, chunk, nowMs) =>
      await database.inTenant<{ rows: ResultRow[] | undefined; last: boolean }>(tenant, 'write', async (transaction) => {
        const [found] = await transaction.$queryRaw<(SpoolRow & { rows_json: string | null })[]>`
          WITH noted AS (
            INSERT INTO spool AS s (organization_id, environment_id, statement_uid, last_read_at_ms, updated_at_ms)
            VALUES (${tenant.organizationId}, ${tenant.environmentId}, ${uid}, ${nowMs}::bigint, ${nowMs}::bigint)
            ON CONFLICT (organization_id, environment_id, statement_uid)
              DO UPDATE SET read_up_to_chunk = greatest(s.read_up_to_chunk, least(${chunk}::int, s.next_chunk)), last_read_at_ms = excluded.last_read_at_ms
            RETURNING ${spoolColumns}
          )
          SELECT noted.*, (SELECT rows_json FROM spool_chunk WHERE ${isSpool(tenant, uid)} AND chunk = ${chunk}::int) AS rows_json FROM noted`
        if (found === undefined || chunk >= found.next_chunk) return ok({ rows: undefined, last: found?.complete ?? false })
        if (chunk < found.first_chunk) return failed('not-found', 'This page of the result was read before and is not kept any more.')
        // Appended while this was under way: the state row shows it already, the snapshot of the statement does not yet.
        if (found.rows_json === null) return ok({ rows: undefined, last: false })
        return ok({ rows: JSON.parse(found.rows_json) as ResultRow[], last: found.complete && chunk === found.next_chunk - 1 })
      }),

    trim: async (tenant, uid, chunk) =>
      await database.inTenant(tenant, 'write', async (transaction) => {
        await transaction.$executeRaw`
          WITH dropped AS (
            DELETE FROM spool_chunk WHERE ${isSpool(tenant, uid)} AND chunk < ${chunk}::int RETURNING row_count, byte_count
          ), freed AS (
            SELECT coalesce(sum(row_count), 0) AS rows_freed, coalesce(sum(byte_count), 0) AS bytes_freed FROM dropped
          )
          UPDATE spool SET first_chunk = greatest(first_chunk, least(${chunk}::int, next_chunk)),
            rows_held = rows_held - rows_freed, bytes_held = bytes_held - bytes_freed
          FROM freed WHERE ${isSpool(tenant, uid)}`
        return ok(undefined)
      }),

    remove: async (tenant, uid) =>
      await database.inTenant(tenant, 'write', async (transaction) => {
        await transaction.$executeRaw`DELETE FROM spool WHERE ${isSpool(tenant, uid)}`
        return ok(undefined)
      }),
  }
}

function readSpoolRow(row: SpoolRow | undefined): SpoolState {
  if (row === undefined) return { nextChunk: 0, readUpToChunk: 0, rowsHeld: 0, bytesHeld: 0, rowsTotal: 0, complete: false }
  const lastReadAtMs = toOptionalNumber(row.last_read_at_ms)
  return {
    nextChunk: row.next_chunk,
    readUpToChunk: row.read_up_to_chunk,
    rowsHeld: toNumber(row.rows_held),
    bytesHeld: toNumber(row.bytes_held),
    rowsTotal: toNumber(row.rows_total),
    complete: row.complete,
    ...(row.failure === null ? {} : { failure: row.failure }),
    ...(row.position === null ? {} : { position: row.position }),
    ...(lastReadAtMs === undefined ? {} : { lastReadAtMs }),
  }
}
