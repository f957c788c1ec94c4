import { generationName } from '../names.ts'

/** The processes of a generation that serve REST. */
export type RestRole = 'jobmanager' | 'gateway'

export interface FlinkEndpoint {
  address: string
  /** What its certificate must be for. */
  serverName: string
  /** `<namespace>/<generation>`: of one installation, this is one generation of one pool. */
  generation: string
}

/** Names a generation for which keys are made; two generations never have the same. */
export const generationKey = (namespace: string, pool: { computePoolId: string }, clusterGeneration: number): string => `${namespace}/${generationName(pool, clusterGeneration)}`

/** What a process of a generation is called in its certificate. The JobManager's is that of its Service, by which Flink's own client knows it. */
export const serverNameOf = (generation: string, role: RestRole): string => {
  const [namespace, name] = generation.split('/')
  return `${name}-${role}.${namespace}.svc`
}

/**
 * The base URL of a process that speaks TLS: its address, written as Kubernetes writes addresses of pods in names, before its server name. So an
 * endpoint says by itself whom one has to expect there, whoever reads it, and wherever: the name is not looked up.
 */
export const renderFlinkEndpoint = (address: string, port: number, generation: string, role: RestRole): string => `https://${address.replaceAll(/[.:]/g, '-')}.${serverNameOf(generation, role)}:${port}`

const pattern = /^([0-9a-f-]+)\.(([a-z0-9-]+)-(?:jobmanager|gateway)\.([a-z0-9-]+)\.svc)$/

/** Reads the host name of such an endpoint; undefined for any other. */
export function parseFlinkEndpoint(hostname: string): FlinkEndpoint | undefined {
  const [, address, serverName, name, namespace] = pattern.exec(hostname) ?? []
  if (address === undefined || serverName === undefined) return undefined
  return { address: address.replaceAll('-', /^\d+(-\d+){3}$/.test(address) ? '.' : ':'), serverName, generation: `${namespace}/${name}` }
}
