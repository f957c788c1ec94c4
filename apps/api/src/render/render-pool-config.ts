import type { ComputePoolConfig } from '@headgate/domain'

/** The settings of default compute pools as the wire shows them. */
export const renderPoolConfig = (config: ComputePoolConfig) => ({
  api_version: 'fcpm/v2',
  kind: 'OrgComputePoolConfig',
  organization_id: config.organizationId,
  spec: { default_pool_enabled: config.defaultPoolEnabled, default_pool_max_cfu: config.defaultPoolMaxCfu },
})
