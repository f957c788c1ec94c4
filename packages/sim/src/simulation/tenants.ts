import { createHash } from 'node:crypto'
import type { ApiKey, Tenant } from '@headgate/domain'
import { newPoolIntent, newPoolObserved, newPoolStatus } from '@headgate/domain'
import { defaultDatabaseName } from '@headgate/planner'
import type { FakeWorld } from '../create-fake-world.ts'

/** An environment of a run, with a key of each reach. */
export interface SimEnvironment extends Tenant {
  /** Begins every name that is given in its organization: what is found elsewhere has leaked. */
  word: string
  /** `key:secret`. */
  cloudAuth: string
  regionAuth: string
  sqlPath: string
  headgatePath: string
}

const cast: [word: string, organizationId: string, environments: string[]][] = [
  ['alfa', 'aaaaaaaa-0000-4000-8000-000000000001', ['env-alfa01', 'env-alfa02']],
  ['bravo', 'bbbbbbbb-0000-4000-8000-000000000002', ['env-bravo1']],
]

/** The base tables of each environment; statements read and write them. */
const baseTables: [name: string, options: Record<string, string>, columns: string[]][] = [
  ['orders', { connector: 'datagen', 'rows-per-second': '2' }, ['id', 'k']],
  ['few', { connector: 'datagen', 'rows-per-second': '5', 'number-of-rows': '15' }, ['id', 'k']],
  ['sink', { connector: 'blackhole' }, ['id']],
]

/** Two organizations with three environments, their keys, pools and tables, written straight into the database. `isDedicated` is asked for each pool. */
export async function addTenants(world: FakeWorld, maxCfu: number, isDedicated: () => boolean): Promise<SimEnvironment[]> {
  const { stores, clock } = world
  const nowMs = clock.nowMs()
  const stored = { version: 1, createdAtMs: nowMs, updatedAtMs: nowMs }
  const all: SimEnvironment[] = []
  for (const [word, organizationId, environmentIds] of cast) {
    const scope = { organizationId }
    const ownerId = `sa-${word}01`
    await stores.resources.organizations.create({ id: organizationId, displayName: `${word} organization`, ...stored })
    await stores.resources.serviceAccounts.create(scope, { organizationId, id: ownerId, displayName: `${word}-account`, description: '', ...stored })
    const addKey = async (auth: string, reach: ApiKey['reach']) => {
      const [id = '', secret = ''] = auth.split(':')
      const secretHash = createHash('sha256').update(secret).digest('hex')
      await stores.resources.apiKeys.create(scope, { organizationId, id, displayName: '', description: '', ownerId, reach, secretHash, ...stored })
    }
    const cloudAuth = `CLOUD${word.toUpperCase()}:canary-c10d${word === 'alfa' ? 'aaaa' : 'bbbb'}`
    await addKey(cloudAuth, { kind: 'cloud' })
    for (const environmentId of environmentIds) {
      const tenant = { organizationId, environmentId }
      const regionAuth = `REGION${environmentId.slice(4).toUpperCase()}:canary-0e91${environmentId === 'env-alfa02' ? 'aaa2' : word === 'alfa' ? 'aaa1' : 'bbb1'}`
      await stores.resources.environments.create(scope, { organizationId, id: environmentId, displayName: `${word}-${environmentId}`, defaults: {}, ...stored })
      await addKey(regionAuth, { kind: 'region', environmentId, regionId: 'aws.local-1' })
      await addTables(world, tenant)
      for (const number of [1, 2]) {
        const spec = { displayName: `${word}-pool-${number}`, cloud: 'AWS', region: 'local-1', maxCfu, defaultPool: number === 1, enableAi: false, ...(isDedicated() ? { type: 'DEDICATED' as const } : {}) }
        const id = `lfcp-${environmentId.slice(4)}${number}`
        await stores.api.createPool(tenant, { ...tenant, id, spec, createdAtMs: nowMs, intent: newPoolIntent(), observed: newPoolObserved(nowMs), status: newPoolStatus() })
      }
      const path = `organizations/${organizationId}/environments/${environmentId}`
      all.push({ ...tenant, word, cloudAuth, regionAuth, sqlPath: `/sql/v1/${path}`, headgatePath: `/headgate/v1/${path}` })
    }
  }
  return all
}

async function addTables({ stores, clock }: FakeWorld, tenant: Tenant): Promise<void> {
  const nowMs = clock.nowMs()
  const database = defaultDatabaseName
  for (const [name, options, columns] of baseTables) {
    const text = Object.entries(options).map(([key, value]) => `'${key}' = '${value}'`).join(', ')
    const object = {
      database, name, kind: 'table' as const, options, version: 1, createdAtMs: nowMs, updatedAtMs: nowMs,
      definition: `CREATE TABLE \`${database}\`.\`${name}\` (${columns.map((column) => `\`${column}\` BIGINT`).join(', ')}) WITH (${text})`,
      columns: columns.map((column) => ({ name: column, dataTypeText: 'BIGINT', type: { type: 'BIGINT' as const, nullable: true }, kind: 'physical' as const })),
    }
    const made = await stores.reconcile.changeCatalog(tenant, [{ kind: 'put-object', object, expectedVersion: 0 }], nowMs)
    if (!made.ok) throw new Error(made.message)
  }
}
