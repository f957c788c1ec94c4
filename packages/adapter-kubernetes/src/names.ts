import { createHash } from 'node:crypto'
import type { Tenant, WorkerRole } from '@headgate/domain'
import type { PoolKey } from '@headgate/ports'

/** Of names of pods, which are host names too. */
const nameMax = 63
const idPattern = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/

/**
 * The namespace of an environment: its id, and a part that makes it one organization's (two organizations may have an environment of the same id).
 * Throws on an id that is no name in Kubernetes: ids are made by us.
 */
export function namespaceName(prefix: string, { organizationId, environmentId }: Tenant): string {
  const hash = createHash('sha256').update(`${organizationId}/${environmentId}`).digest('hex').slice(0, 8)
  return checked(`${prefix}${environmentId}-${hash}`)
}

/** The ConfigMap of a generation, and the beginning of the names of everything that is its. */
export const generationName = ({ computePoolId }: Pick<PoolKey, 'computePoolId'>, clusterGeneration: number): string => checked(`${computePoolId}-${clusterGeneration}`)

/** The Service by which a generation's processes find their JobManager. */
export const jobManagerName = (pool: Pick<PoolKey, 'computePoolId'>, clusterGeneration: number): string => checked(`${generationName(pool, clusterGeneration)}-jobmanager`)

/** Name of a worker's pod. The JobManager has a name of its own in each generation, so that there can only be one; `token` tells the others apart. */
export const workerName = (pool: Pick<PoolKey, 'computePoolId'>, clusterGeneration: number, role: WorkerRole, token: string): string =>
  role === 'jobmanager' ? jobManagerName(pool, clusterGeneration) : checked(`${generationName(pool, clusterGeneration)}-${role}-${token}`)

function checked(name: string): string {
  if (name.length > nameMax || !idPattern.test(name)) throw new Error(`'${name}' cannot be a name in Kubernetes`)
  return name
}
