import type { NewSnapshot, PreparedFact, Snapshot } from '@headgate/domain'
import type { TestApi, TestTenant } from './create-test-api.ts'

/** Planned, with a plan to start from and no sink that writes exactly once. */
export const preparedFact: PreparedFact = { atMs: 0, traits: { sqlKind: 'INSERT_INTO', isBounded: false, isAppendOnly: true }, warnings: [], planKey: 'plans/a.json', bounded: false, exactlyOnceSinks: [], fileSinks: [] }

/** A savepoint of `orders` that was read back, unless `more` says otherwise. */
export function newSnapshot(api: Pick<TestApi, 'clock'>, tenant: TestTenant, more: Partial<NewSnapshot> = {}): NewSnapshot {
  const { organizationId, environmentId } = tenant
  const id = more.id ?? tenant.snapshotId
  const nowMs = api.clock.nowMs()
  return {
    organizationId, environmentId, id, kind: 'savepoint', format: 'native', trigger: 'manual',
    spec: { labels: {}, pinned: false }, state: 'COMPLETED', intent: { failures: 0 }, createdAtMs: nowMs,
    observed: {
      uri: `file:///data/organizations/${organizationId}/environments/${environmentId}/statements/s/snapshots/${id}-1/savepoint-1`,
      completedAtMs: nowMs,
      content: {
        atMs: nowMs, formatVersion: 5, flinkVersion: '2.3', checkpointId: 7, ownFiles: 2, ownBytes: 300, sharedFiles: 1, sharedBytes: 50,
        operators: [{ uid: 'u', name: 'Aggregate', operatorId: '0'.repeat(32), parallelism: 2, maxParallelism: 720, stateBytes: 250 }],
      },
    },
    blueprint: { sql: 'INSERT INTO t SELECT 1', properties: { 'sql.current-database': 'default' }, computePoolId: tenant.poolId, principal: tenant.accountId, prepared: preparedFact },
    ...more,
  }
}

/** Puts a snapshot into the store as the loops would have left it; one of its id is replaced. */
export async function addSnapshot(api: TestApi, more: Partial<NewSnapshot> = {}, tenant: TestTenant = api.tenant): Promise<Snapshot> {
  const wanted = newSnapshot(api, tenant, more)
  const { snapshots } = api.stores.database
  const entry = () => [...snapshots.entries()].find(([, row]) => row.id === wanted.id && row.organizationId === wanted.organizationId)
  if (entry() === undefined) {
    // What can be created has conditions of its own; the row as it is has none.
    const { copyOf: _copyOf, ...free } = wanted
    const created = await api.stores.api.createSnapshot(tenant, { ...free, trigger: 'adopted' })
    if (!created.ok) throw new Error(created.message)
  }
  const [key, row] = entry() ?? []
  if (key === undefined || row === undefined) throw new Error('It was not stored.')
  const { specVersion, intentVersion, updatedAtMs } = row
  const next = { ...wanted, specVersion, intentVersion, updatedAtMs }
  snapshots.set(key, next)
  return next
}
