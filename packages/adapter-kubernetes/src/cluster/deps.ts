import type { BlobPort, Clock, Ids } from '@headgate/ports'
import type { KubeClient } from '../api/kube-client.ts'
import type { KubernetesPlatform } from '../platform.ts'
import type { PoolAuthorities } from '../tls/pool-authorities.ts'
import type { WorkerProbe } from './worker-probe.ts'

/** Where lines for the operator go. */
export type ClusterLog = (level: 'info' | 'warn', message: string, fields: Record<string, unknown>) => void

export interface KubernetesClusterDeps {
  client: KubeClient
  platform: KubernetesPlatform
  /** Checkpoints, savepoints and the job archive of a pool lie below the pool's key of this store. */
  blobs: Pick<BlobPort, 'uri' | 'ensureDirectory'>
  clock: Clock
  ids: Ids
  log: ClusterLog
  /** Who vouches for pools' processes. Absent: nothing is started that speaks TLS. */
  authorities?: PoolAuthorities
  /** Default: over plain HTTP. */
  probe?: WorkerProbe
}
