import { renderConfig, renderCredentials, renderLogConfig } from '@headgate/flink-engine'
import type { WorkersWanted } from '@headgate/ports'
import type { KubeObject, OwnerReference, Stored } from '../kube-object.ts'
import { generationLabels } from '../labels.ts'
import { generationName, jobManagerName, namespaceName } from '../names.ts'
import type { KubernetesPlatform } from '../platform.ts'
import { scratchDirectory } from './engine-layout.ts'

/** Where a pool keeps what is not a statement's own. */
export interface PoolUris {
  archive: string
  checkpoints: string
  savepoints: string
}

/** A generation's own configuration, and the owner of all that is its. */
export interface GenerationConfig extends KubeObject {
  data: Record<string, string>
}

/**
 * The ConfigMap of a generation: Flink's configuration, and what of the wish is fixed for all its processes. Everything else of the generation
 * belongs to it, so that it goes with it. Pure.
 */
export function renderGeneration(wanted: WorkersWanted, uris: PoolUris, platform: KubernetesPlatform): GenerationConfig {
  const namespace = namespaceName(platform.namespacePrefix, wanted)
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: generationName(wanted, wanted.clusterGeneration), namespace, labels: generationLabels(wanted, wanted.clusterGeneration) },
    data: {
      'config.yaml': renderConfig({
        network: { kind: 'pods', jobManagerHost: `${jobManagerName(wanted, wanted.clusterGeneration)}.${namespace}.svc` },
        slotsPerTaskManager: wanted.slotsPerTaskManager,
        memory: platform.profile.memory,
        checkpointIntervalMs: platform.checkpointIntervalMs,
        temporaryDirectory: scratchDirectory,
        checkpointsUri: uris.checkpoints,
        savepointsUri: uris.savepoints,
        archiveUri: uris.archive,
        ...(platform.objectStore === undefined ? {} : { objectStore: platform.objectStore }),
      }),
      'log4j.properties': renderLogConfig('console'),
      'slots-per-task-manager': String(wanted.slotsPerTaskManager),
    },
  }
}

/** Who owns an object of the generation. As its controller: a drain of a node takes pods only that have one. */
export const ownedBy = ({ metadata }: Stored<GenerationConfig>): OwnerReference[] => [{ apiVersion: 'v1', kind: 'ConfigMap', name: metadata.name, uid: metadata.uid, controller: true, blockOwnerDeletion: false }]

/** The name of the JobManager, for its own processes. It answers before the JobManager is ready: that it must be ready to register at itself. Pure. */
export function renderJobManagerService(wanted: WorkersWanted, generation: Stored<GenerationConfig>): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: jobManagerName(wanted, wanted.clusterGeneration), namespace: generation.metadata.namespace ?? '', labels: generationLabels(wanted, wanted.clusterGeneration), ownerReferences: ownedBy(generation) },
    spec: {
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: { 'headgate.dev/pool': wanted.computePoolId, 'headgate.dev/generation': String(wanted.clusterGeneration), 'app.kubernetes.io/component': 'jobmanager' },
    },
  } as KubeObject
}

/** What the generation's processes may know and nobody else may read: keys of the object store. Pure; undefined when there is nothing. */
export function renderGenerationSecret(wanted: WorkersWanted, generation: Stored<GenerationConfig>, { objectStore }: KubernetesPlatform): KubeObject | undefined {
  if (objectStore?.credentials === undefined) return undefined
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: generation.metadata.name, namespace: generation.metadata.namespace ?? '', labels: generationLabels(wanted, wanted.clusterGeneration), ownerReferences: ownedBy(generation) },
    type: 'Opaque',
    stringData: { 's3-credentials': renderCredentials(objectStore.credentials) },
  } as KubeObject
}
