import { askTaskManagers, isGatewayReady, isJobManagerReady } from '@headgate/flink-engine'
import type { KnownTaskManager } from '@headgate/flink-engine'

/** How workers are asked themselves: over HTTP, at the addresses of their pods. */
export interface WorkerProbe {
  isJobManagerReady(endpoint: string): Promise<boolean>
  isGatewayReady(endpoint: string): Promise<boolean>
  /** Undefined: the JobManager does not answer. */
  askTaskManagers(jobManagerEndpoint: string): Promise<KnownTaskManager[] | undefined>
}

export const httpProbe: WorkerProbe = { askTaskManagers, isGatewayReady, isJobManagerReady }
