import type { ApiKey, ServiceAccount } from '@headgate/domain'
import type { Links } from '../http/links.ts'
import { apiKeyPath, organizationPath, regionsPath, serviceAccountPath } from './paths.ts'
import { apiKeyCrn, organizationCrn, regionCrn, serviceAccountCrn } from './resource-name.ts'
import { renderTime } from './time.ts'

/** A service account as the wire shows it. */
export const renderServiceAccount = (account: ServiceAccount, links: Links) => ({
  api_version: 'iam/v2',
  kind: 'ServiceAccount',
  id: account.id,
  metadata: {
    self: links.to(serviceAccountPath(account.id)),
    resource_name: serviceAccountCrn(account.organizationId, account.id),
    created_at: renderTime(account.createdAtMs),
    updated_at: renderTime(account.updatedAtMs),
  },
  display_name: account.displayName,
  description: account.description,
})

/** An API key as the wire shows it; `secret` only in the answer that makes it. */
export function renderApiKey(apiKey: ApiKey, links: Links, secret?: string) {
  const { organizationId, ownerId, reach } = apiKey
  const isAccount = ownerId.startsWith('sa-')
  return {
    api_version: 'iam/v2',
    kind: 'ApiKey',
    id: apiKey.id,
    metadata: {
      self: links.to(apiKeyPath(apiKey.id)),
      resource_name: apiKeyCrn(organizationId, apiKey.id),
      created_at: renderTime(apiKey.createdAtMs),
      updated_at: renderTime(apiKey.updatedAtMs),
    },
    spec: {
      ...(secret === undefined ? {} : { secret }),
      display_name: apiKey.displayName,
      description: apiKey.description,
      owner: {
        id: ownerId,
        api_version: 'iam/v2',
        kind: isAccount ? 'ServiceAccount' : 'User',
        related: links.to(isAccount ? serviceAccountPath(ownerId) : `/iam/v2/users/${ownerId}`),
        resource_name: isAccount ? serviceAccountCrn(organizationId, ownerId) : `${organizationCrn(organizationId)}/user=${ownerId}`,
      },
      resource:
        reach.kind === 'cloud'
          ? { id: 'cloud', api_version: 'iam/v2', kind: 'Cloud', related: links.to(organizationPath(organizationId)), resource_name: organizationCrn(organizationId) }
          : {
              id: reach.regionId,
              api_version: 'fcpm/v2',
              kind: 'Region',
              environment: reach.environmentId,
              related: links.to(regionsPath),
              resource_name: regionCrn({ organizationId, environmentId: reach.environmentId }, reach.regionId),
            },
    },
  }
}
