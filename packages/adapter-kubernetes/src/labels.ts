import type { Tenant, WorkerRole } from '@headgate/domain'
import type { PoolKey } from '@headgate/ports'

/** The owner of fields in server-side apply, and the value of `managed-by`. */
export const manager = 'headgate'

export const labelNames = {
  managedBy: 'app.kubernetes.io/managed-by',
  name: 'app.kubernetes.io/name',
  component: 'app.kubernetes.io/component',
  instance: 'app.kubernetes.io/instance',
  organization: 'headgate.dev/organization',
  environment: 'headgate.dev/environment',
  pool: 'headgate.dev/pool',
  generation: 'headgate.dev/generation',
} as const

/** What the ConfigMap of a generation says of it. */
export const annotationNames = {
  /** A JobManager was asked for, at this time; it is never asked for again. */
  jobManagerStarted: 'headgate.dev/jobmanager-started',
  /** Nothing of it is started any more. */
  dropped: 'headgate.dev/dropped',
} as const

/** What a pod says of itself: it speaks TLS, with certificates that are valid until then. Without it, it does not. */
export const certificatesUntil = 'headgate.dev/certificates-until'

/**
 * What an operator says of a pod on a node that does not answer: its process has ended, I know it; the value says who and why. Kubernetes' own audit log has who it was.
 * A pod whose node answers is not believed to be gone by it. See decisions/003.
 */
export const confirmedGone = 'headgate.dev/confirmed-gone'

export const tenantLabels = ({ organizationId, environmentId }: Tenant): Record<string, string> => ({
  [labelNames.managedBy]: manager,
  [labelNames.organization]: organizationId,
  [labelNames.environment]: environmentId,
})

export const poolLabels = (pool: PoolKey): Record<string, string> => ({ ...tenantLabels(pool), [labelNames.instance]: pool.computePoolId, [labelNames.pool]: pool.computePoolId })

export const generationLabels = (pool: PoolKey, clusterGeneration: number): Record<string, string> => ({ ...poolLabels(pool), [labelNames.generation]: String(clusterGeneration) })

export const workerLabels = (pool: PoolKey, clusterGeneration: number, role: WorkerRole): Record<string, string> => ({
  ...generationLabels(pool, clusterGeneration),
  [labelNames.name]: 'flink',
  [labelNames.component]: role,
})

/** `a=1,b=2`, as queries want it. */
export const selector = (labels: Record<string, string>): string => Object.entries(labels).map(([name, value]) => `${name}=${value}`).join(',')

/**
 * A JobManager's pod stays on record until it is proven that its process ended: without it, who deletes a pod by force while its node does not answer
 * would make us believe that nothing runs there. See decisions/003.
 */
export const goneFinalizer = 'headgate.dev/proven-gone'
