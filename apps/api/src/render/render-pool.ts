import type { Pool } from '@headgate/domain'
import type { ApiConfig } from '../deps.ts'
import type { Links } from '../http/links.ts'
import { computePoolPath, environmentPath } from './paths.ts'
import { computePoolCrn, environmentCrn } from './resource-name.ts'
import { renderTime } from './time.ts'

/** A compute pool as the wire shows it. */
export function renderPool(pool: Pool, links: Links, config: Pick<ApiConfig, 'regions'>) {
  const { spec, status, organizationId, environmentId } = pool
  const tenant = { organizationId, environmentId }
  const region = config.regions.find((each) => each.cloud === spec.cloud && each.regionName === spec.region)
  return {
    api_version: 'fcpm/v2',
    kind: 'ComputePool',
    id: pool.id,
    metadata: {
      self: links.to(computePoolPath(pool)),
      resource_name: computePoolCrn(tenant, region?.id ?? `${spec.cloud.toLowerCase()}.${spec.region}`, pool.id),
      created_at: renderTime(pool.createdAtMs),
      updated_at: renderTime(pool.updatedAtMs),
    },
    spec: {
      display_name: spec.displayName,
      cloud: spec.cloud,
      region: spec.region,
      max_cfu: spec.maxCfu,
      enable_ai: spec.enableAi,
      default_pool: spec.defaultPool,
      // Clients of others' know no such field: the ordinary kind goes without it.
      ...(spec.type === undefined ? {} : { type: spec.type }),
      http_endpoint: region?.httpEndpoint ?? links.base,
      environment: { id: environmentId, related: links.to(environmentPath(environmentId)), resource_name: environmentCrn(tenant) },
    },
    status: { phase: status.phase, current_cfu: status.currentCfu },
  }
}
