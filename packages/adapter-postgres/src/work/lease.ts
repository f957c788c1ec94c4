import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { Lease, WorkKey } from '@headgate/ports'
import { renderWorkKey } from '@headgate/ports'
import type { Database } from '../database.ts'
import { toNumber } from '../json.ts'
import { Prisma } from '../prisma-client/client.ts'

interface KeyRow {
  kind: WorkKey['kind']
  organization_id: string
  environment_id: string
  id: string
}

export const readKeyRow = (row: KeyRow): WorkKey => ({ kind: row.kind, organizationId: row.organization_id, environmentId: row.environment_id, id: row.id })

/** Picks the row of a key in `work_item`, called `w`. */
export const isKey = (key: WorkKey): Prisma.Sql =>
  Prisma.sql`w.organization_id = ${key.organizationId} AND w.environment_id = ${key.environmentId} AND w.kind = ${key.kind} AND w.id = ${key.id}`

/** Oldest due first. */
export async function listDue(database: Database, kind: WorkKey['kind'], nowMs: number, limit: number): Promise<Result<WorkKey[]>> {
  return await database.inWorkIndex('read', async (client) => {
    const rows = await client.$queryRaw<KeyRow[]>`
      SELECT kind, organization_id, environment_id, id FROM work_item
      WHERE kind = ${kind} AND due_at_ms <= ${nowMs}::bigint AND (lease_until_ms IS NULL OR lease_until_ms <= ${nowMs}::bigint)
      ORDER BY due_at_ms LIMIT ${limit}::int`
    return ok(rows.map(readKeyRow))
  })
}

/** Takes a free or expired lease. It leaves the key due now: when its holder dies, the scan finds it as soon as the lease is over. */
export async function lease(database: Database, key: WorkKey, holder: string, nowMs: number, ttlMs: number): Promise<Result<Lease>> {
  return await database.inWorkIndex('write', async (client) => {
    const [row] = await client.$queryRaw<{ token: bigint | null; present: boolean }[]>`
      WITH taken AS (
        UPDATE work_item w SET lease_token = w.lease_token + 1, lease_holder = ${holder}, lease_until_ms = ${nowMs + ttlMs}::bigint,
          lease_wake_seq = w.wake_seq, due_at_ms = ${nowMs}::bigint
        WHERE ${isKey(key)} AND (w.lease_until_ms IS NULL OR w.lease_until_ms <= ${nowMs}::bigint)
        RETURNING lease_token
      )
      SELECT (SELECT lease_token FROM taken) AS token, EXISTS (SELECT 1 FROM work_item w WHERE ${isKey(key)}) AS present`
    if (row?.token !== null && row?.token !== undefined) return ok({ key, token: toNumber(row.token), untilMs: nowMs + ttlMs })
    return row?.present
      ? failed('conflict', `${renderWorkKey(key)} is leased by another process.`)
      : failed('not-found', `${renderWorkKey(key)} has no work.`)
  })
}

/** Puts off the end of a lease that is still the newest one; one that is not is a `conflict`. */
export async function renew(database: Database, held: Lease, nowMs: number, ttlMs: number): Promise<Result<Lease>> {
  return await database.inWorkIndex('write', async (client) => {
    const [row] = await client.$queryRaw<{ renewed: boolean; present: boolean }[]>`
      WITH renewed AS (
        UPDATE work_item w SET lease_until_ms = ${nowMs + ttlMs}::bigint
        WHERE ${isKey(held.key)} AND w.lease_token = ${held.token}::bigint AND w.lease_until_ms IS NOT NULL
        RETURNING w.id
      )
      SELECT EXISTS (SELECT 1 FROM renewed) AS renewed, EXISTS (SELECT 1 FROM work_item w WHERE ${isKey(held.key)}) AS present`
    if (row?.renewed) return ok({ ...held, untilMs: nowMs + ttlMs })
    return row?.present ? failed('conflict', `The lease on ${renderWorkKey(held.key)} was taken over.`) : failed('not-found', `${renderWorkKey(held.key)} has no work.`)
  })
}

/** Every lease on a key of files, or on any other, is over now; its token stays the newest until the key is leased again. */
export async function endLeases(database: Database, whose: 'storage' | 'others', nowMs: number): Promise<Result<void>> {
  return await database.inWorkIndex('write', async (client) => {
    await client.$executeRaw`
      UPDATE work_item SET lease_until_ms = ${nowMs}::bigint WHERE lease_until_ms > ${nowMs}::bigint AND (kind = 'storage') = ${whose === 'storage'}`
    return ok(undefined)
  })
}

/** A key that is gone has nothing to release; a lease that is not the current one any more is a `conflict`. */
export async function release(database: Database, held: Lease, nextDueAtMs: number | undefined): Promise<Result<{ dueNow: boolean }>> {
  return await database.inWorkIndex('write', async (client) => {
    const [row] = await client.$queryRaw<{ due_now: boolean | null; present: boolean }[]>`
      WITH released AS (
        UPDATE work_item w SET lease_holder = NULL, lease_until_ms = NULL,
          due_at_ms = CASE WHEN w.wake_seq > w.lease_wake_seq THEN w.due_at_ms ELSE ${nextDueAtMs ?? null}::bigint END
        WHERE ${isKey(held.key)} AND w.lease_token = ${held.token}::bigint AND w.lease_until_ms IS NOT NULL
        RETURNING w.wake_seq > w.lease_wake_seq AS due_now
      )
      SELECT (SELECT due_now FROM released) AS due_now, EXISTS (SELECT 1 FROM work_item w WHERE ${isKey(held.key)}) AS present`
    if (row?.due_now !== null && row?.due_now !== undefined) return ok({ dueNow: row.due_now })
    return row?.present ? failed('conflict', `The lease on ${renderWorkKey(held.key)} was taken over.`) : ok({ dueNow: false })
  })
}
