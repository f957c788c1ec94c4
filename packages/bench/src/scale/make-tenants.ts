import { newPoolIntent, newPoolObserved, newPoolStatus, newStatement } from '@headgate/domain'
import type { Result, Tenant } from '@headgate/domain'
import type { ApiStore, Resources } from '@headgate/ports'
import { readStatement } from '@headgate/sql'

/** Compute pools of several environments, and who fills them. */
export interface Tenants {
  pools: (Tenant & { computePoolId: string })[]
  /** Creates so many INSERTs more, evenly over the pools; returns their number by now. */
  insert(count: number): Promise<number>
}

const insertSql = 'INSERT INTO sink SELECT id FROM source'
const tableSqls = ["CREATE TABLE source (id BIGINT) WITH ('connector' = 'datagen')", "CREATE TABLE sink (id BIGINT) WITH ('connector' = 'blackhole')"]
/** Slots, so statements, of a pool. */
const maxCfu = 20

export interface TenantsOptions {
  stores: { api: ApiStore; resources: Resources }
  environments: number
  poolsEach: number
  uuid: () => string
}

/** Makes them, with two tables each, as the API would. */
export async function makeTenants({ stores, environments, poolsEach, uuid }: TenantsOptions): Promise<Tenants> {
  async function create({ computePoolId, ...tenant }: Tenant & { computePoolId: string }, name: string, sql: string): Promise<void> {
    const read = must(readStatement(sql))
    const spec = { sql, properties: {}, computePoolId, principal: 'sa-bench', stopped: false, labels: {} }
    must(await stores.api.createStatement(tenant, newStatement({ ...tenant, name, uid: uuid(), spec, class: read.class, sqlKind: read.sqlKind, dryRun: false, warnings: [], connectionRefs: [], nowMs: Date.now() })))
  }

  const nowMs = Date.now()
  const stored = { version: 1, createdAtMs: nowMs, updatedAtMs: nowMs }
  const organizationId = uuid()
  must(await stores.resources.organizations.create({ id: organizationId, displayName: 'bench', ...stored }))
  const pools: Tenants['pools'] = []
  for (let environment = 0; environment < environments; environment++) {
    const tenant = { organizationId, environmentId: `env-b${String(environment).padStart(5, '0')}` }
    must(await stores.resources.environments.create({ organizationId }, { ...tenant, id: tenant.environmentId, displayName: tenant.environmentId, defaults: {}, ...stored }))
    for (let pool = 0; pool < poolsEach; pool++) {
      const id = `lfcp-b${environment}p${pool}`
      const spec = { displayName: id, cloud: 'AWS', region: 'local-1', maxCfu, defaultPool: pool === 0, enableAi: false }
      must(await stores.api.createPool(tenant, { ...tenant, id, spec, createdAtMs: nowMs, intent: newPoolIntent(), observed: newPoolObserved(nowMs), status: newPoolStatus() }))
      pools.push({ ...tenant, computePoolId: id })
    }
    for (const [table, sql] of tableSqls.entries()) await create({ ...tenant, computePoolId: pools.at(-1)!.computePoolId }, `table-${table}`, sql)
  }
  let made = 0
  return {
    pools,
    async insert(count) {
      const lane = async (): Promise<void> => {
        for (let number = made++; number < until; number = made++) {
          await create(pools[number % pools.length]!, `insert-${number}`, insertSql)
        }
      }
      const until = made + count
      await Promise.all(Array.from({ length: 8 }, lane))
      made = until
      return made
    },
  }
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.reason}: ${result.message}`)
  return result.value
}
