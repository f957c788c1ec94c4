import { renderConfig, renderCredentials, renderLogConfig } from '@headgate/flink-engine'
import type { WorkersWanted } from '@headgate/ports'
import type { KubeObject, OwnerReference, Stored } from '../kube-object.ts'
import { generationLabels } from '../labels.ts'
import { generationName, jobManagerName, namespaceName } from '../names.ts'
import type { KubernetesPlatform } from '../platform.ts'
import { credentialsFile, scratchDirectory } from './engine-layout.ts'
import { keyStoreData, tlsFiles } from './tls-files.ts'
import type { KeyStores } from './tls-files.ts'

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
        network: { kind: 'pods', jobManagerHost: `${jobManagerName(wanted, wanted.clusterGeneration)}.${namespace}.svc`, ...(platform.tls ? { tls: tlsFiles } : {}) },
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
      ...(platform.tls ? { tls: 'mutual' } : {}),
    },
  }
}

/** Longer than a generation should live: it gets a successor before. */
const validMs = 365 * 24 * 60 * 60_000
/** Clocks of nodes differ. */
const earlierMs = 24 * 60 * 60_000

/** How long the certificates of a generation are valid; undefined: it has none, and speaks no TLS. The same for all who make them. Pure. */
export function certificateValidity({ data, metadata }: Stored<GenerationConfig>): { fromMs: number; untilMs: number } | undefined {
  if (data['tls'] !== 'mutual') return undefined
  const madeMs = Date.parse(metadata.creationTimestamp ?? '')
  return { fromMs: madeMs - earlierMs, untilMs: madeMs + validMs }
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

/**
 * What the generation's processes may know and nobody else may read: keys of the object store, and their own keys for TLS. It is one object, so that of two
 * callers that make it at the same time each has all or nothing of it. Pure; undefined when there is nothing.
 */
export function renderGenerationSecret(wanted: WorkersWanted, generation: Stored<GenerationConfig>, { objectStore }: KubernetesPlatform, keyStores: KeyStores | undefined): KubeObject | undefined {
  if (objectStore?.credentials === undefined && keyStores === undefined) return undefined
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: generation.metadata.name, namespace: generation.metadata.namespace ?? '', labels: generationLabels(wanted, wanted.clusterGeneration), ownerReferences: ownedBy(generation) },
    type: 'Opaque',
    immutable: true,
    ...(objectStore?.credentials === undefined ? {} : { stringData: { [credentialsFile]: renderCredentials(objectStore.credentials) } }),
    ...(keyStores === undefined ? {} : { data: keyStoreData(keyStores) }),
  } as KubeObject
}
