import { newPoolIntent, newPoolObserved, newPoolStatus } from '@headgate/domain'
import type { Tenant } from '@headgate/domain'
import { defaultDatabaseName } from '@headgate/planner'
import type { FakeWorld } from '../../create-fake-world.ts'

/** Who there is: two organizations, each with an environment. Most happens in the first. */
export const tenants: readonly Tenant[] = [
  { organizationId: 'aaaaaaaa-0000-4000-8000-000000000001', environmentId: 'env-alfa01' },
  { organizationId: 'bbbbbbbb-0000-4000-8000-000000000002', environmentId: 'env-bravo1' },
]

/** `orders` never ends, `few` does, `sink` leads nowhere. */
const tables: [name: string, options: Record<string, string>][] = [
  ['orders', { connector: 'datagen', 'rows-per-second': '2' }],
  ['few', { connector: 'datagen', 'rows-per-second': '5', 'number-of-rows': '15' }],
  ['sink', { connector: 'blackhole' }],
]

export const poolIdOf = (tenant: Tenant): string => `lfcp-${tenant.environmentId.slice(4)}`

/** Environments, a compute pool and tables for each of them, written straight into the database. */
export async function createTown({ stores, clock }: FakeWorld): Promise<void> {
  const nowMs = clock.nowMs()
  const stored = { version: 1, createdAtMs: nowMs, updatedAtMs: nowMs }
  for (const tenant of tenants) {
    const { organizationId, environmentId } = tenant
    await stores.resources.organizations.create({ id: organizationId, displayName: 'o', ...stored })
    await stores.resources.environments.create({ organizationId }, { organizationId, id: environmentId, displayName: environmentId, defaults: {}, ...stored })
    const spec = { displayName: 'p', cloud: 'AWS', region: 'local-1', maxCfu: 20, defaultPool: true, enableAi: false }
    await stores.api.createPool(tenant, { ...tenant, id: poolIdOf(tenant), spec, createdAtMs: nowMs, intent: newPoolIntent(), observed: newPoolObserved(nowMs), status: newPoolStatus() })
    for (const [name, options] of tables) {
      const text = Object.entries(options).map(([key, value]) => `'${key}' = '${value}'`).join(', ')
      const object = {
        database: defaultDatabaseName, name, kind: 'table' as const, options, version: 1, createdAtMs: nowMs, updatedAtMs: nowMs,
        definition: `CREATE TABLE \`${defaultDatabaseName}\`.\`${name}\` (\`id\` BIGINT) WITH (${text})`,
        columns: [{ name: 'id', dataTypeText: 'BIGINT', type: { type: 'BIGINT' as const, nullable: true }, kind: 'physical' as const }],
      }
      const made = await stores.reconcile.changeCatalog(tenant, [{ kind: 'put-object', object, expectedVersion: 0 }], nowMs)
      if (!made.ok) throw new Error(made.message)
    }
  }
}
