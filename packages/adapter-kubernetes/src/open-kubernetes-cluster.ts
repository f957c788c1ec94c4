import { readFile } from 'node:fs/promises'
import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import type { FlinkObjectStore } from '@headgate/flink-engine'
import { createKubeClient } from './api/kube-client.ts'
import { readKubeConfig } from './api/read-kube-config.ts'
import { createKubernetesCluster } from './cluster/create-kubernetes-cluster.ts'
import { createHttpProbe } from './cluster/worker-probe.ts'
import type { KubernetesCluster } from './cluster/create-kubernetes-cluster.ts'
import type { KubernetesClusterDeps } from './cluster/deps.ts'
import { readPlatform } from './read-platform.ts'
import { createFlinkFetch } from './tls/create-flink-fetch.ts'

export interface OpenKubernetesClusterOptions extends Omit<KubernetesClusterDeps, 'client' | 'platform' | 'probe'> {
  /** YAML or JSON, see `readPlatform`. */
  platformFile: string
  /** Default: the account of the pod that this process is in. */
  kubeconfigFile?: string | undefined
  env: Record<string, string | undefined>
  objectStore?: FlinkObjectStore | undefined
}

/** The cluster port for an installation: reads how it runs and where, and connects. `rejected` says what is wrong with which file. */
export async function openKubernetesCluster(options: OpenKubernetesClusterOptions): Promise<Result<KubernetesCluster>> {
  const { platformFile, kubeconfigFile, env, objectStore, ...deps } = options
  let text: string
  try {
    text = await readFile(platformFile, 'utf8')
  } catch (error) {
    return failed('rejected', `The settings of the platform cannot be read from ${platformFile} (${(error as NodeJS.ErrnoException).code ?? 'unreadable'}).`, String(error))
  }
  const platform = readPlatform(text)
  if (!platform.ok) return platform
  if (objectStore?.certificateAuthorities !== undefined) return failed('rejected', 'On Kubernetes Flink trusts the authorities that its image trusts: build them into the image, and leave HEADGATE_S3_CA_FILE to the control plane.')
  const connection = await readKubeConfig({ kubeconfigFile, env })
  if (!connection.ok) return connection
  const client = createKubeClient({ connection: connection.value, clock: deps.clock })
  const probe = createHttpProbe(createFlinkFetch({ ...deps, onRefusal: sayRefusals(deps) }))
  return ok(createKubernetesCluster({ ...deps, client, probe, platform: { ...platform.value, ...(objectStore === undefined ? {} : { objectStore }) } }))
}

const sayAgainMs = 60_000
/** Of each process; where there are more, they are said again sooner. */
const saidMax = 1_000

/** Tells the operator of processes that are there and cannot be asked: they are asked again and again. */
function sayRefusals({ clock, log }: Pick<OpenKubernetesClusterOptions, 'clock' | 'log'>): (serverName: string, code: string) => void {
  const said = new Map<string, number>()
  return (serverName, code) => {
    const nowMs = clock.nowMs()
    if (nowMs - (said.get(serverName) ?? -Infinity) < sayAgainMs) return
    if (said.size >= saidMax) said.clear()
    said.set(serverName, nowMs)
    log('warn', `${serverName} and the control plane do not believe each other (${code}). If the secret key was changed since it was started, delete its pod: what comes after it is of the new key.`, { serverName, code })
  }
}
