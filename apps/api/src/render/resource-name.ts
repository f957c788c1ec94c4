import type { Tenant } from '@headgate/domain'

/** Confluent Resource Names. Clients cut them apart, so that their form is part of the contract. */
export const organizationCrn = (organizationId: string): string => `crn://confluent.cloud/organization=${organizationId}`
export const environmentCrn = ({ organizationId, environmentId }: Tenant): string => `${organizationCrn(organizationId)}/environment=${environmentId}`
export const regionCrn = (tenant: Tenant, regionId: string): string => `${environmentCrn(tenant)}/flink-region=${regionId}`
export const computePoolCrn = (tenant: Tenant, regionId: string, poolId: string): string => `${regionCrn(tenant, regionId)}/compute-pool=${poolId}`
export const serviceAccountCrn = (organizationId: string, id: string): string => `${organizationCrn(organizationId)}/service-account=${id}`
export const apiKeyCrn = (organizationId: string, id: string): string => `${organizationCrn(organizationId)}/api-key=${id}`
