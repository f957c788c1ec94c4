import type { CatalogChange, HandedOverDirectory, Result, Statement, StatementEvent, StatementException, StatementObserved } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { Lease, StatementCommit, WorkKey } from '@headgate/ports'
import { renderWorkKey, storageKey } from '@headgate/ports'
import { applyCatalogChanges } from '../catalog/change-catalog.ts'
import type { Database } from '../database.ts'
import { toJson } from '../json.ts'
import { findOwnPools } from '../pool/own-pools.ts'
import { Prisma } from '../prisma-client/client.ts'
import type { Seal } from '../seal.ts'
import { insertSnapshots } from '../snapshot/insert-snapshots.ts'
import { insertDirectory } from '../storage/directories.ts'
import { lockKeys, wakeInOrder, wakeKeys } from '../work/lock-keys.ts'
import { appendEvents, appendExceptions } from './append-events.ts'
import { statementFacets } from './statement-facets.ts'
import { ownPoolId, readStatementRow, statementColumns, storedStatementColumns } from './statement-row.ts'
import type { StatementRow } from './statement-row.ts'

const isStatement = (key: WorkKey): Prisma.Sql =>
  Prisma.sql`s.organization_id = ${key.organizationId} AND s.environment_id = ${key.environmentId} AND s.uid = ${key.id}`

const superseded = (lease: Lease): Result<never> =>
  failed('conflict', `${renderWorkKey(lease.key)}: the lease was taken over, or the intent changed since it was read.`)

/** One UPDATE that holds only while the token is current and the intent is the one that was read; wakes in the same statement. */
export async function commitStatement(database: Database, seal: Seal, lease: Lease, commit: StatementCommit, nowMs: number): Promise<Result<Statement>> {
  const { key } = lease
  const { intent, observed, status } = commit
  // The pool that is asked is that of the row, or its own one there: a spec that changed meanwhile names the new one.
  const facets = statementFacets('', intent, observed, status, nowMs)
  const ownFacets = {
    active: Prisma.sql`(c.class = 'insert' AND ${facets.rest}::text IS NULL AND c.deletion_requested_at_ms IS NULL AND NOT c.dry_run AND NOT c.scratch)`,
    endedAtMs: Prisma.sql`${facets.endedAtMs}::bigint`,
  }
  const snapshots = commit.snapshots ?? []
  const wake = snapshots.length > 0 || commit.handOver !== undefined ? [...commit.wake, storageKey(key)] : commit.wake
  return await database.inTenant(key, 'write', async (transaction) => {
    const [row] = await transaction.$queryRaw<StatementRow[]>`
      WITH ${lockKeys(lease, wake)}, changed AS (
        UPDATE statement s SET intent = ${toJson(intent)}::jsonb, intent_version = s.intent_version + 1, observed = ${toJson(observed)}::jsonb,
          status = ${toJson(status)}::jsonb, phase = ${facets.phase}, rest = ${facets.rest}::text, updated_at_ms = ${nowMs}::bigint,
          asks_pool_id = CASE WHEN ${facets.asksPoolId !== null} THEN coalesce(${ownPoolId}, s.compute_pool_id) END, holds_pool_id = ${facets.holdsPoolId}::text
        FROM held
        WHERE ${isStatement(key)} AND s.intent_version = ${commit.expectedIntentVersion}::int
        RETURNING ${storedStatementColumns}
      ), ${wakeKeys(nowMs, ownFacets)}
      SELECT ${statementColumns} FROM changed s`
    if (row === undefined) return superseded(lease)
    await appendEvents(transaction, key, commit.events)
    await appendExceptions(transaction, key, commit.exceptions ?? [])
    await insertSnapshots(transaction, seal, key, snapshots)
    await insertDirectory(transaction, seal, key, commit.handOver)
    return ok(readStatementRow(seal, row))
  })
}

/** What a pass brought: observations, events, what a DDL statement did to the catalog, and that a generation is gone, all or nothing. */
export interface StatementRecord {
  observed: StatementObserved
  events: StatementEvent[]
  exceptions?: StatementException[]
  catalogChanges?: CatalogChange[]
  wake: WorkKey[]
  handOver?: HandedOverDirectory
}

export async function recordStatement(database: Database, seal: Seal, lease: Lease, record: StatementRecord, nowMs: number): Promise<Result<void>> {
  const { key } = lease
  const wake = record.handOver === undefined ? record.wake : [...record.wake, storageKey(key)]
  return await database.inTenant(key, 'write', async (transaction) => {
    const rows = await transaction.$queryRaw<unknown[]>`
      WITH ${lockKeys(lease, wake)}, changed AS (
        UPDATE statement s SET observed = ${toJson(record.observed)}::jsonb, updated_at_ms = ${nowMs}::bigint,
          holds_pool_id = CASE WHEN (s.intent #>> '{generation,generation}')::int > ${record.observed.goneGeneration}::int
            THEN s.intent #>> '{generation,computePoolId}' END
        FROM held WHERE ${isStatement(key)}
        RETURNING s.uid
      ), ${wakeKeys(nowMs)}
      SELECT uid FROM changed`
    if (rows.length === 0) return superseded(lease)
    await appendEvents(transaction, key, record.events)
    await appendExceptions(transaction, key, record.exceptions ?? [])
    await insertDirectory(transaction, seal, key, record.handOver)
    return await applyCatalogChanges(transaction, seal, key, record.catalogChanges ?? [])
  })
}

/** Everything that belongs to the statement goes with its row; its files do not. Its own pools are woken: each ends its processes and goes. */
export async function removeStatement(database: Database, seal: Seal, lease: Lease, handOver: HandedOverDirectory | undefined, nowMs: number): Promise<Result<void>> {
  const { key } = lease
  const results: WorkKey = { ...key, kind: 'results' }
  return await database.inTenant(key, 'write', async (transaction) => {
    // One that is made meanwhile is due by itself, and finds that nobody needs it.
    const woken = [...(await findOwnPools(transaction, key, { statementUids: [key.id] })), ...(handOver === undefined ? [] : [storageKey(key)])]
    const rows = await transaction.$queryRaw<unknown[]>`
      WITH ${lockKeys(lease, [results, ...woken])}, changed AS (
        DELETE FROM statement s USING held WHERE ${isStatement(key)} RETURNING s.uid
      ), unindexed AS (
        DELETE FROM work_item w USING keys k, held
        WHERE w.organization_id = k.organization_id AND w.environment_id = k.environment_id AND w.kind = k.kind AND w.id = k.id AND k.kind IN ('statement', 'results')
        RETURNING w.id
      )
      SELECT id FROM unindexed`
    if (rows.length === 0) return superseded(lease)
    await insertDirectory(transaction, seal, key, handOver)
    await wakeInOrder(transaction, woken, nowMs)
    return ok(undefined)
  })
}
