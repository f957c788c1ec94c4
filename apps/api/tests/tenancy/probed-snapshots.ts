import type { Tenant } from '@headgate/domain'
import { bornStatement, statementKey, valueOf } from '@headgate/ports/contracts'
import { storageKey } from '@headgate/ports'
import { systemIds } from '../../src/system/system-ids.ts'
import type { Made } from './probed-tenants.ts'
import { commonNames } from './probed-tenants.ts'

/** Gives an environment a statement that runs, a snapshot of it, a policy for another one and, at first, one for all, a report of its files and a deletion. */
export async function makeProbedSnapshot(
  { api, controller, snapshots }: Made, tenant: Tenant, { pool, mark, nowMs, isFirst, statement }: { pool: string; mark: string; nowMs: number; isFirst: boolean; statement: string },
): Promise<{ snapshot: string; policy: string }> {
  const prepared = { atMs: nowMs, traits: { sqlKind: 'INSERT_INTO' as const, isBounded: false, isAppendOnly: true }, warnings: [], planKey: 'plan', bounded: false, exactlyOnceSinks: [], fileSinks: [] }
  const sql = `INSERT INTO t SELECT '${mark}'`
  let feed = { uid: systemIds.uuid(), name: commonNames.feed, generation: 1 }
  if (isFirst) {
    const wishes = bornStatement(tenant, { name: commonNames.feed, class: 'insert', sql, properties: {}, computePoolId: pool, labels: {}, nowMs })
    const born = valueOf(await api.api.createStatement(tenant, wishes))
    const lease = valueOf(await controller.reconcile.lease(statementKey(born), 'test', nowMs, 60_000))
    const generation = { generation: 1, jobId: '1'.repeat(32), computePoolId: pool, clusterGeneration: 1, parallelism: 1, createdAtMs: nowMs }
    valueOf(await controller.reconcile.commitStatement(lease, {
      expectedIntentVersion: born.intentVersion, intent: { ...born.intent, generation, specVersion: born.specVersion }, observed: { ...born.observed, prepared }, status: { ...born.status, phase: 'RUNNING' }, events: [], wake: [],
    }))
    valueOf(await controller.reconcile.release(lease, undefined))
    feed = { uid: born.uid, name: born.name, generation: 1 }
  }
  const id = systemIds.uuid()
  valueOf(await api.api.createSnapshot(tenant, {
    ...tenant, id, kind: 'savepoint', format: 'native', trigger: 'stop', statement: feed, spec: { labels: { team: mark }, pinned: false }, state: 'COMPLETED', intent: { failures: 0 }, createdAtMs: nowMs,
    observed: { uri: `file:///data/${id}`, completedAtMs: nowMs, verifications: [{ atMs: nowMs, how: 'files', isGood: true, message: mark }] },
    blueprint: { sql, properties: {}, computePoolId: pool, principal: mark, prepared },
  }))
  const policy = `policy-${systemIds.token(8)}`
  const terms = { format: 'native' as const, keepLast: 3, keepForMs: 1_000, keepAfterDeletionMs: 1_000, trashMs: 1_000, deletionPaused: false, version: 1, createdAtMs: nowMs, updatedAtMs: nowMs }
  valueOf(await api.resources.snapshotPolicies.create(tenant, { ...tenant, ...terms, name: policy, statementName: statement }))
  if (!isFirst) return { snapshot: id, policy }
  valueOf(await api.resources.snapshotPolicies.create(tenant, { ...tenant, ...terms, name: commonNames.policy }))
  const lease = valueOf(await snapshots.storage.lease(storageKey(tenant), 'test', nowMs, 60_000))
  const candidate = { key: mark, kind: 'snapshot', reason: mark, files: 1, bytes: 1 }
  valueOf(await snapshots.storage.saveReport(lease, {
    startedAtMs: nowMs, finishedAtMs: nowMs, total: { files: 1, bytes: 1 }, classes: {}, statements: [], deletable: [candidate], deletableTotal: { count: 1, files: 1, bytes: 1 }, orphans: [],
  }))
  valueOf(await snapshots.storage.recordDeletions(lease, { deletions: [{ ...candidate, atMs: nowMs }], snapshotIds: [], directoryKeys: [], markKeys: [] }))
  valueOf(await snapshots.storage.release(lease, undefined))
  return { snapshot: id, policy }
}
