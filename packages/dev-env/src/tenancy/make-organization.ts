import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { Result, Tenant } from '@headgate/domain'
import { newPoolIntent, newPoolObserved, newPoolStatus, ok } from '@headgate/domain'
import type { ApiStore, Resources } from '@headgate/ports'

/** Everything a first user of a new organization needs. The secret is stored nowhere in clear: it is shown once. */
export interface NewOrganization {
  organizationId: string
  environmentId: string
  computePoolId: string
  principalId: string
  apiKey: string
  apiSecret: string
}

export interface NewOrganizationOptions {
  displayName: string
  environmentName: string
  cloud: string
  region: string
}

/** The stores this needs, as `createPostgresStores` of the API's role brings them. */
export interface TenancyStores {
  resources: Resources
  api: ApiStore
}

/**
 * Makes an organization with one environment, its default pool, a service account and a Cloud API key. Each row is one transaction; what an
 * interrupted call leaves is an organization without a key, which nobody can use.
 */
export async function makeOrganization(stores: TenancyStores, options: NewOrganizationOptions): Promise<Result<NewOrganization>> {
  const nowMs = Date.now()
  const stored = { version: 1, createdAtMs: nowMs, updatedAtMs: nowMs }
  const organizationId = randomUUID()
  const organization = await stores.resources.organizations.create({ id: organizationId, displayName: options.displayName, ...stored })
  if (!organization.ok) return organization
  const tenant: Tenant = { organizationId, environmentId: `env-${token(6)}` }
  const environment = await stores.resources.environments.create({ organizationId }, { organizationId, id: tenant.environmentId, displayName: options.environmentName, defaults: {}, ...stored })
  if (!environment.ok) return environment
  const pool = await makeDefaultPool(stores, tenant, options)
  if (!pool.ok) return pool
  const principalId = `sa-${token(6)}`
  const account = await stores.resources.serviceAccounts.create({ organizationId }, { organizationId, id: principalId, displayName: 'developer', description: 'Made with the organization.', ...stored })
  if (!account.ok) return account
  const key = await makeCloudKey(stores, organizationId, principalId)
  if (!key.ok) return key
  return ok({ organizationId, environmentId: tenant.environmentId, computePoolId: pool.value, principalId, ...key.value })
}

/** Makes the pool that statements without a pool run in; returns its id. */
export async function makeDefaultPool(stores: TenancyStores, tenant: Tenant, where: { cloud: string; region: string }): Promise<Result<string>> {
  const nowMs = Date.now()
  const created = await stores.api.createPool(tenant, {
    ...tenant,
    id: `lfcp-${token(6)}`,
    spec: { displayName: 'default', cloud: where.cloud, region: where.region, maxCfu: 10, defaultPool: true, enableAi: false },
    createdAtMs: nowMs,
    intent: newPoolIntent(),
    observed: newPoolObserved(nowMs),
    status: newPoolStatus(),
  })
  return created.ok ? ok(created.value.id) : created
}

/** Makes an API key that reaches the whole organization on both planes. */
export async function makeCloudKey(stores: TenancyStores, organizationId: string, ownerId: string): Promise<Result<{ apiKey: string; apiSecret: string }>> {
  const nowMs = Date.now()
  const apiKey = pick(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')
  const apiSecret = randomBytes(48).toString('base64url')
  const created = await stores.resources.apiKeys.create({ organizationId }, {
    organizationId, id: apiKey, displayName: 'developer', description: 'Made by the command line.', ownerId, reach: { kind: 'cloud' },
    secretHash: createHash('sha256').update(apiSecret).digest('hex'), version: 1, createdAtMs: nowMs, updatedAtMs: nowMs,
  })
  return created.ok ? ok({ apiKey, apiSecret }) : created
}

const token = (length: number): string => pick(length, 'abcdefghijklmnopqrstuvwxyz0123456789')

const pick = (length: number, alphabet: string): string => {
  let text = ''
  while (text.length < length) text += alphabet.charAt(randomInt(alphabet.length))
  return text
}
