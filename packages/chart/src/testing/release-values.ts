import { buildImages } from '@headgate/images'
import type { BuiltImage } from '@headgate/images'
import type { KubernetesNode } from '@headgate/kubernetes-lab'
import type { Foundations } from './start-foundations.ts'

/** Images of this checkout. */
export interface ChartImages {
  engine: BuiltImage
  controlPlane: BuiltImage
  trial: BuiltImage
}

/** Builds those that are not there. */
export async function imagesOfChart(): Promise<ChartImages> {
  const built = await buildImages()
  if (!built.ok) throw new Error(built.message)
  const of = (name: BuiltImage['which']) => built.value.find(({ which }) => which === name)!
  return { engine: of('engine'), controlPlane: of('control-plane'), trial: of('trial') }
}

/** For Helm: the images, and a platform for a small machine. `egress`: more of it that pods of pools may reach. */
export function commonValues({ engine, controlPlane, trial }: ChartImages, egress: { cidr: string; ports: number[] }[] = []): string[] {
  const platform = {
    nameResolution: { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' }, port: 1053 },
    profile: { cpuMillisPerSlot: 20, cpuMillisControl: 20, scratchBytesMax: 2 ** 30 },
    egress,
    checkpointIntervalMs: 2_000,
  }
  return [
    '--set', 'image.pullPolicy=Never,engine.image.pullPolicy=Never,trialServices.image.pullPolicy=Never',
    '--set', `engine.image.repository=${engine.name},engine.image.tag=${engine.tag},image.repository=${controlPlane.name},image.tag=${controlPlane.tag},trialServices.image.tag=${trial.tag}`,
    '--set-json', `platform=${JSON.stringify(platform)}`,
  ]
}

/** For Helm: all of `commonValues`, on foundations outside of the cluster, of which pods of pools may reach the S3 and `ports`. */
export function valuesOn({ s3, host }: Foundations, images: ChartImages, ports: number[] = []): string[] {
  return [
    ...commonValues(images, [{ cidr: `${host}/32`, ports: [portOf(s3.endpoint), ...ports] }]),
    '--set', 'existingSecret=headgate,database.keys.administrator=database-admin-url',
    '--set', `storage.uri=s3://${s3.bucket}/headgate,storage.endpoint=${s3.endpoint},storage.keys.flink.accessKeyId=s3-flink-access-key-id,storage.keys.flink.secretAccessKey=s3-flink-secret-access-key`,
  ]
}

/** Makes the Secret that `valuesOn` names. The namespace is there. */
export async function putCredentials(lab: KubernetesNode, { credentials }: Foundations): Promise<void> {
  await lab.kubectl(['-n', 'control', 'create', 'secret', 'generic', 'headgate', ...Object.entries(credentials).map(([key, value]) => `--from-literal=${key}=${value}`)])
}

/** Of a URL or of `host:port`. */
export const portOf = (address: string): number => Number(/:(\d+)(?:\/|$)/.exec(address)?.[1])
