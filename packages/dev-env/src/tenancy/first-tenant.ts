import { createHash } from 'node:crypto'
import type { Result } from '@headgate/domain'
import { ok } from '@headgate/domain'
import type { Connection } from '../connection.ts'
import { makeCloudKey, makeDefaultPool, makeOrganization } from './make-organization.ts'
import type { TenancyStores } from './make-organization.ts'

/** The database that every environment has. */
const defaultDatabase = 'default'

/**
 * The organization, environment, pool, service account and key of a data directory: those of an earlier start as far as they still exist
 * (what a user deleted is made anew, a lost or deleted key too), all new on the first start.
 */
export async function ensureFirstTenant(stores: TenancyStores, earlier: Connection | undefined, where: { cloud: string; region: string }): Promise<Result<Omit<Connection, 'endpoint'>>> {
  if (earlier !== undefined) {
    const kept = await keep(stores, earlier, where)
    if (!kept.ok || kept.value !== undefined) return kept as Result<Omit<Connection, 'endpoint'>>
  }
  const made = await makeOrganization(stores, { displayName: 'local', environmentName: 'dev', ...where })
  return made.ok ? ok({ ...made.value, database: defaultDatabase, ...where }) : made
}

async function keep(stores: TenancyStores, earlier: Connection, where: { cloud: string; region: string }): Promise<Result<Omit<Connection, 'endpoint'> | undefined>> {
  const { organizationId, environmentId } = earlier
  const tenant = { organizationId, environmentId }
  const environment = await stores.resources.environments.load({ organizationId }, environmentId)
  if (!environment.ok) return environment.reason === 'not-found' ? ok(undefined) : environment
  let computePoolId = earlier.computePoolId
  const pool = await stores.api.loadPool(tenant, computePoolId)
  if (!pool.ok && pool.reason !== 'not-found') return pool
  if (!pool.ok || pool.value.deletionRequestedAtMs !== undefined) {
    const made = await makeDefaultPool(stores, tenant, where)
    if (!made.ok) return made
    computePoolId = made.value
  }
  const key = await stores.resources.apiKeys.load({ organizationId }, earlier.apiKey)
  if (!key.ok && key.reason !== 'not-found') return key
  const fits = key.ok && key.value.secretHash === createHash('sha256').update(earlier.apiSecret).digest('hex')
  const secret = fits ? ok({ apiKey: earlier.apiKey, apiSecret: earlier.apiSecret }) : await makeCloudKey(stores, organizationId, earlier.principalId)
  if (!secret.ok) return secret
  return ok({ ...tenant, computePoolId, principalId: earlier.principalId, database: earlier.database, ...where, ...secret.value })
}
