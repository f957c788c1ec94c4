import type { Environment, Organization } from '@headgate/domain'
import type { Links } from '../http/links.ts'
import { environmentPath, organizationPath } from './paths.ts'
import { environmentCrn, organizationCrn } from './resource-name.ts'
import { renderTime } from './time.ts'

/** An organization as the wire shows it. */
export const renderOrganization = (organization: Organization, links: Links) => ({
  api_version: 'org/v2',
  kind: 'Organization',
  id: organization.id,
  metadata: {
    self: links.to(organizationPath(organization.id)),
    resource_name: organizationCrn(organization.id),
    created_at: renderTime(organization.createdAtMs),
    updated_at: renderTime(organization.updatedAtMs),
  },
  display_name: organization.displayName,
  jit_enabled: false,
})

/** An environment as the wire shows it. */
export const renderEnvironment = (environment: Environment, links: Links) => ({
  api_version: 'org/v2',
  kind: 'Environment',
  id: environment.id,
  metadata: {
    self: links.to(environmentPath(environment.id)),
    resource_name: environmentCrn({ organizationId: environment.organizationId, environmentId: environment.id }),
    created_at: renderTime(environment.createdAtMs),
    updated_at: renderTime(environment.updatedAtMs),
  },
  display_name: environment.displayName,
  stream_governance_config: { package: 'ESSENTIALS' },
})
