import { askTaskManagers, isGatewayReady, isJobManagerReady } from '@headgate/flink-engine'
import type { KnownTaskManager } from '@headgate/flink-engine'
import type { FlinkFetch } from '@headgate/ports'

/** How workers are asked themselves: over HTTP, at the addresses of their pods. */
export interface WorkerProbe {
  isJobManagerReady(endpoint: string): Promise<boolean>
  isGatewayReady(endpoint: string): Promise<boolean>
  /** Undefined: the JobManager does not answer. */
  askTaskManagers(jobManagerEndpoint: string): Promise<KnownTaskManager[] | undefined>
}

export const createHttpProbe = (fetch: FlinkFetch = globalThis.fetch): WorkerProbe => ({
  isJobManagerReady: (endpoint) => isJobManagerReady(endpoint, fetch),
  isGatewayReady: (endpoint) => isGatewayReady(endpoint, fetch),
  askTaskManagers: (endpoint) => askTaskManagers(endpoint, fetch),
})
