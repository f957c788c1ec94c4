import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PostgresStores } from '@headgate/adapter-postgres'
import type { ApiKey, Tenant } from '@headgate/domain'
import { bornPool, bornStatement, statementKey, valueOf } from '@headgate/ports/contracts'
import { systemIds } from '../../src/system/system-ids.ts'
import { makeProbedSnapshot } from './probed-snapshots.ts'

/** What an id can be of. `text` is any other text that a tenant wrote. */
export type Kind = 'organization' | 'environment' | 'pool' | 'statement' | 'connection' | 'snapshot' | 'policy' | 'account' | 'key' | 'token' | 'label' | 'text'

/** One real id of each kind, of one environment. */
export type Ids = Record<Kind, string>

/** Names that every environment has. */
export const commonNames = { statement: 'orders', connection: 'kafka', policy: 'nightly', /** It runs. */ feed: 'feed' }

/** An organization with two environments that hold everything, and keys of every reach. */
export interface ProbedTenant {
  organizationId: string
  environments: [Ids, Ids]
  /** Ids that were real once. */
  deleted: Ids
  /** `key:secret` */
  keys: { cloud: string; first: string; second: string }
  /** Texts of it alone, that nobody else may ever see. */
  markers: string[]
}

export interface Made {
  api: PostgresStores
  controller: PostgresStores
  snapshots: PostgresStores
  dataDirectory: string
  /** A time of its own for each environment, so that no position in a list is that of two rows. */
  nextMs(): number
}

/** Makes one, with rows in everything that an operation can show. `remove` deletes rows that only the loop may delete. */
export async function makeProbedTenant(made: Made, remove: (table: string, tenant: Tenant, column: string, value: string) => Promise<void>): Promise<ProbedTenant> {
  const { resources } = made.api
  const organizationId = randomUUID()
  const scope = { organizationId }
  const nowMs = made.nextMs()
  const stored = { version: 1, createdAtMs: nowMs, updatedAtMs: nowMs }
  const mark = `mark-${systemIds.token(12)}`
  valueOf(await resources.organizations.create({ id: organizationId, displayName: `${mark} organization`, ...stored }))
  const accounts = [`sa-${systemIds.token(6)}`, `sa-${systemIds.token(6)}`] as const
  for (const id of accounts) valueOf(await resources.serviceAccounts.create(scope, { ...scope, id, displayName: `${mark} ${id}`, description: mark, ...stored }))
  const makeKey = async (reach: ApiKey['reach']) => {
    const id = systemIds.token(16).toUpperCase()
    const secret = randomBytes(24).toString('base64url')
    valueOf(await resources.apiKeys.create(scope, { ...scope, id, displayName: mark, description: mark, ownerId: accounts[0], reach, secretHash: createHash('sha256').update(secret).digest('hex'), ...stored }))
    return `${id}:${secret}`
  }
  const cloud = await makeKey({ kind: 'cloud' })
  const keyId = idOf(cloud)
  const makeEnvironment = () => makeProbedEnvironment(made, { organizationId, account: accounts[0], key: keyId, mark, stored })
  const environments: [Ids, Ids] = [await makeEnvironment(), await makeEnvironment()]
  const reachOf = (ids: Ids) => ({ kind: 'region', environmentId: ids.environment, regionId: 'aws.local-1' }) as const
  const keys = { cloud, first: await makeKey(reachOf(environments[0])), second: await makeKey(reachOf(environments[1])) }

  // Things that are gone: of the first environment, and an environment that is gone itself.
  const tenant = { organizationId, environmentId: environments[0].environment }
  const gone = { ...(await makeProbedEnvironment(made, { organizationId, account: accounts[1], key: idOf(await makeKey({ kind: 'cloud' })), mark, stored }, tenant)), organization: randomUUID() }
  await remove('statement', tenant, 'name', gone.statement)
  await remove('compute_pool', tenant, 'id', gone.pool)
  await remove('snapshot', tenant, 'id', gone.snapshot)
  valueOf(await resources.snapshotPolicies.remove(tenant, gone.policy))
  valueOf(await resources.connections.remove(tenant, gone.connection))
  valueOf(await resources.serviceAccounts.remove(scope, gone.account))
  valueOf(await resources.apiKeys.remove(scope, gone.key))
  gone.environment = `env-${systemIds.token(6)}`
  valueOf(await resources.environments.create(scope, { ...scope, id: gone.environment, displayName: 'gone', defaults: {}, ...stored }))
  valueOf(await resources.environments.remove(scope, gone.environment))

  const markers = [mark, organizationId, ...accounts, ...Object.values(keys).map(idOf), ...environments.flatMap(({ environment, pool, statement, connection, snapshot, policy }) => [environment, pool, statement, connection, snapshot, policy])]
  return { organizationId, environments, deleted: gone, keys, markers }
}

export const idOf = (auth: string): string => auth.split(':')[0] ?? ''

async function makeProbedEnvironment(
  made: Made,
  owner: { organizationId: string; account: string; key: string; mark: string; stored: { version: number; createdAtMs: number; updatedAtMs: number } },
  within?: Tenant,
): Promise<Ids> {
  const { api, controller, dataDirectory, nextMs } = made
  const { organizationId, mark, stored } = owner
  const nowMs = nextMs()
  const environmentId = within?.environmentId ?? `env-${systemIds.token(6)}`
  const tenant = { organizationId, environmentId }
  if (within === undefined) {
    valueOf(await api.resources.environments.create({ organizationId }, { ...tenant, id: environmentId, displayName: `${mark} ${environmentId}`, defaults: {}, ...stored }))
  }
  const pool = `lfcp-${systemIds.token(6)}`
  const born = bornPool(tenant, { id: pool, region: 'local-1', nowMs })
  valueOf(await api.api.createPool(tenant, { ...born, spec: { ...born.spec, displayName: `${mark} ${pool}`, cloud: 'AWS', defaultPool: within === undefined } }))
  const names = { statement: `statement-${systemIds.token(8)}`, connection: `connection-${systemIds.token(8)}` }
  for (const name of within === undefined ? [commonNames.connection, names.connection] : [names.connection]) {
    valueOf(await api.resources.connections.create(tenant, { ...tenant, name, connectionType: 'KAFKA', endpoint: `${mark}:9092`, authData: `{"PASSWORD":"${mark}"}`, ...stored }))
  }
  for (const name of within === undefined ? [commonNames.statement, names.statement] : [names.statement]) {
    const wishes = bornStatement(tenant, { name, class: 'query', sql: `SELECT '${mark}'`, properties: { 'sql.current-database': mark }, computePoolId: pool, labels: { team: mark }, nowMs })
    const statement = valueOf(await api.api.createStatement(tenant, { ...wishes, status: { ...wishes.status, detail: mark } }))
    const lease = valueOf(await controller.reconcile.lease(statementKey(statement), 'test', nowMs, 60_000))
    const events = [{ atMs: nowMs, type: 'Normal' as const, reason: 'Marked', message: mark }]
    valueOf(await controller.reconcile.recordStatement(lease, { observed: statement.observed, events, exceptions: [{ name: 'Marked', message: mark, atMs: nowMs }], wake: [] }))
    valueOf(await controller.spool.append(tenant, statement.uid, 0, [{ op: 0, row: [mark] }], nowMs))
    valueOf(await controller.reconcile.release(lease, undefined))
  }
  await writeWorkerLog(dataDirectory, tenant, pool, mark)
  const kept = await makeProbedSnapshot(made, tenant, { pool, mark, nowMs, isFirst: within === undefined, statement: names.statement })
  return {
    organization: organizationId, environment: environmentId, pool, ...names, ...kept, account: owner.account, key: owner.key, label: `team=${mark}`, text: mark,
    // As a list of this environment would give it out.
    token: Buffer.from(JSON.stringify([nowMs, pool])).toString('base64url'),
  }
}

/** A worker of the pool, as the controller writes it down, with a log. */
async function writeWorkerLog(dataDirectory: string, tenant: Tenant, computePoolId: string, text: string): Promise<void> {
  const generation = join(dataDirectory, 'organizations', tenant.organizationId, 'environments', tenant.environmentId, 'pools', computePoolId, 'generations', '1')
  await Promise.all(['workers', 'log'].map((name) => mkdir(join(generation, name), { recursive: true })))
  const record = { format: 1, workerId: 'jm-1', role: 'jobmanager', ...tenant, computePoolId, clusterGeneration: 1, startedAtMs: 1, ports: [] }
  await writeFile(join(generation, 'workers', 'jm-1.json'), JSON.stringify(record))
  await writeFile(join(generation, 'log', 'jm-1.log'), `a log line of ${text}\n`)
}
