import type { Tenant } from '@headgate/domain'

/** The paths of resources, for links. */
export const sqlPath = ({ organizationId, environmentId }: Tenant): string =>
  `/sql/v1/organizations/${organizationId}/environments/${encodeURIComponent(environmentId)}`
export const statementPath = (tenant: Tenant, name: string): string => `${sqlPath(tenant)}/statements/${encodeURIComponent(name)}`
export const connectionPath = (tenant: Tenant, name: string): string => `${sqlPath(tenant)}/connections/${encodeURIComponent(name)}`
/** Of Headgate's own resources of an environment. */
export const headgatePath = ({ organizationId, environmentId }: Tenant): string => `/headgate/v1/organizations/${organizationId}/environments/${encodeURIComponent(environmentId)}`
export const snapshotPath = (tenant: Tenant, id: string): string => `${headgatePath(tenant)}/snapshots/${id}`
export const snapshotPolicyPath = (tenant: Tenant, name: string): string => `${headgatePath(tenant)}/snapshot-policies/${encodeURIComponent(name)}`
export const snapshotStoragePath = (tenant: Tenant): string => `${headgatePath(tenant)}/snapshot-storage`
export const organizationPath = (id: string): string => `/org/v2/organizations/${id}`
export const environmentPath = (id: string): string => `/org/v2/environments/${id}`
export const computePoolPath = (pool: { id: string; environmentId: string }): string => `/fcpm/v2/compute-pools/${pool.id}?environment=${pool.environmentId}`
export const serviceAccountPath = (id: string): string => `/iam/v2/service-accounts/${id}`
export const apiKeyPath = (id: string): string => `/iam/v2/api-keys/${id}`
export const regionsPath = '/fcpm/v2/regions'
