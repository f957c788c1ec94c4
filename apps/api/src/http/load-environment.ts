import type { Environment, Tenant } from '@headgate/domain'
import type { Resources } from '@headgate/ports'
import { problemOf } from './problem.ts'
import type { Problem } from './problem.ts'

/** The environment of a request; 404 in the words of an environment that the API key does not reach. */
export async function loadEnvironment(resources: Pick<Resources, 'environments'>, tenant: Tenant): Promise<Environment | Problem> {
  const loaded = await resources.environments.load({ organizationId: tenant.organizationId }, tenant.environmentId)
  return loaded.ok ? loaded.value : problemOf(loaded, { noun: 'environment', name: tenant.environmentId })
}
