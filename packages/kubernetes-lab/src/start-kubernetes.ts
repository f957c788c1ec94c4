import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildKubernetes, type KubernetesBuild } from './build/build-kubernetes.ts'
import type { Part } from './build/parts.ts'
import { startControlPlane } from './control-plane/start-control-plane.ts'
import type { KubernetesLab, KubernetesNode } from './kubernetes-lab.ts'
import { endLab } from './labs/end-lab.ts'
import { labsDirectory, type LabRecord } from './labs/lab-record.ts'
import { openLab } from './labs/open-lab.ts'
import { whyNoNode } from './machine/suits-a-node.ts'
import { startNode } from './node-lab/start-node.ts'

/**
 * `node`: a whole cluster that runs pods (as root). `control-plane`: etcd and an API server. `controllers`: with controllers and the scheduler too.
 * `kwok`: with so many nodes that are only pretended, for placement at scale.
 */
export type LabMode = 'node' | 'control-plane' | 'controllers' | { kwok: number }

export interface StartKubernetesOptions<Mode extends LabMode = LabMode> {
  mode: Mode
  /** Image archives for the node, besides its own. */
  images?: Mode extends 'node' ? readonly string[] : never
  /** Of a node that comes after another one: what `hostAddress` that had, so that servers of this machine are reached where they were. Default: any that is free. */
  hostAddress?: Mode extends 'node' ? string : never
  /** An empty directory for its state, on a disk. Default: a new one. It is removed when the lab ends. */
  directory?: string
  /** Where the build is, or is made. Default: as `buildKubernetes`. */
  cacheDirectory?: string
  /** It goes on when this process ends, until `pnpm kubernetes-lab down`. Default: false. */
  keep?: boolean
  /** Is told what is being built, as lines. */
  say?: (line: string) => void
}

/**
 * Builds Kubernetes if it is not there (see `buildKubernetes`), sweeps what labs of dead processes left, and starts one. Some 15 seconds for a node, 5 for a control plane.
 * End it by `stop()`. Throws with the last lines of each component when it does not start; nothing is left then.
 */
export async function startKubernetes(options: StartKubernetesOptions<'node'>): Promise<KubernetesNode>
export async function startKubernetes(options: StartKubernetesOptions<Exclude<LabMode, 'node'>>): Promise<KubernetesLab>
export async function startKubernetes(options: StartKubernetesOptions): Promise<KubernetesLab> {
  const { mode, images = [], directory, keep = false, say = () => undefined } = options
  const build = await buildKubernetes({ cacheDirectory: options.cacheDirectory, parts: partsOf(mode), say })
  const place = mode === 'node' ? nodeDirectory(directory, build) : directory
  const record = await openLab(build.cacheDirectory, { mode: mode === 'node' ? 'node' : 'control-plane', directory: place, hostAddress: options.hostAddress, keep, say })
  try {
    return await start(record, build, mode, images)
  } catch (error) {
    // Why it did not start is what counts; what cannot be taken away stays on record.
    await endLab(build.cacheDirectory, record).catch(() => undefined)
    throw error
  }
}

async function start(record: LabRecord, build: KubernetesBuild, mode: LabMode, images: readonly string[]): Promise<KubernetesLab> {
  if (mode !== 'node') return await startControlPlane(record, build, { controllers: mode !== 'control-plane', pretendedNodes: typeof mode === 'object' ? mode.kwok : undefined })
  const { network } = record
  if (network === undefined) throw new Error('A node without a network.')
  return await startNode({ ...record, network }, build, images)
}

function partsOf(mode: LabMode): Part[] {
  if (mode === 'node') return ['node']
  return typeof mode === 'object' ? ['cluster', 'kwok'] : ['cluster']
}

/** The directory that was asked for, or undefined for the usual place if a node can be there, or one for temporary files. */
function nodeDirectory(asked: string | undefined, build: KubernetesBuild): string | undefined {
  const why = whyNoNode(asked ?? labsDirectory(build.cacheDirectory))
  if (why === undefined) return asked
  const instead = join(tmpdir(), `headgate-kubernetes-${process.pid}-${Date.now()}`)
  if (asked === undefined && whyNoNode(instead) === undefined) return instead
  throw new Error(`A Kubernetes node cannot keep its state there: ${why}. Name a directory on a disk (ext4, xfs).`)
}
