import { archiveKey, environmentKey, failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import type { PoolKey, WorkersWanted } from '@headgate/ports'
import { alreadyExists } from '../api/kube-failure.ts'
import { configMapKind } from '../api/resource-paths.ts'
import type { Stored } from '../kube-object.ts'
import { annotationNames, generationLabels, labelNames, poolLabels, selector } from '../labels.ts'
import { generationName, namespaceName } from '../names.ts'
import { certificateValidity, renderGeneration, renderGenerationSecret, renderJobManagerService } from '../render/render-generation.ts'
import type { GenerationConfig } from '../render/render-generation.ts'
import { renderGenerationPolicy } from '../render/render-network-policies.ts'
import type { KeyStores } from '../render/tls-files.ts'
import { generationKey } from '../tls/flink-endpoint.ts'
import { applyOwn } from './apply-own.ts'
import type { KubernetesClusterDeps } from './deps.ts'

export type Generation = Stored<GenerationConfig>

export const generationNumber = ({ metadata }: Generation): number => Number(metadata.labels?.[labelNames.generation])
export const wasStarted = ({ metadata }: Generation): boolean => metadata.annotations?.[annotationNames.jobManagerStarted] !== undefined
export const wasDropped = ({ metadata }: Generation): boolean => metadata.annotations?.[annotationNames.dropped] !== undefined

const isOf = ({ metadata }: Generation, { clusterGeneration, ...pool }: WorkersWanted): boolean =>
  Object.entries(generationLabels(pool, clusterGeneration)).every(([label, value]) => metadata.labels?.[label] === value)

/** The records of a pool's generations, each a ConfigMap. */
export interface Generations {
  listOf(pool: PoolKey): Promise<Result<Generation[]>>
  /** Makes the record of a generation, with its configuration, or reads it. What it was made with stays, whatever is wanted now. */
  ensure(wanted: WorkersWanted): Promise<Result<Generation>>
  /** Everything that the JobManager needs to be there before it. */
  equip(wanted: WorkersWanted, generation: Generation): Promise<Result<void>>
  /** Writes it down, unless somebody else wrote something since: then `conflict`. */
  note(generation: Generation, annotation: (typeof annotationNames)[keyof typeof annotationNames]): Promise<Result<Generation>>
  /** Takes such a note back: what it says did not come about. */
  takeBack(generation: Generation, annotation: (typeof annotationNames)[keyof typeof annotationNames]): Promise<Result<Generation>>
  /** With everything that is its. */
  remove(generation: Generation): Promise<Result<void>>
}

export function createGenerations({ client, platform, blobs, clock, authorities }: KubernetesClusterDeps): Generations {
  async function keyStoresOf(wanted: WorkersWanted, generation: Generation): Promise<Result<KeyStores | undefined>> {
    const validity = certificateValidity(generation)
    if (validity === undefined) return ok(undefined)
    if (authorities === undefined) return failed('rejected', 'The pool speaks TLS, and this process has no key to make certificates with.')
    return ok(await authorities.keyStoresOf(generationKey(generation.metadata.namespace ?? '', wanted, wanted.clusterGeneration), validity))
  }

  return {
    async listOf(pool) {
      const listed = await client.list<GenerationConfig>(configMapKind, { namespace: namespaceName(platform.namespacePrefix, pool), labelSelector: `${selector(poolLabels(pool))},${labelNames.generation}` })
      return listed.ok ? ok(listed.value.items.sort((a, b) => generationNumber(a) - generationNumber(b))) : listed
    },

    async ensure(wanted) {
      // Its name alone says nothing.
      const own = (found: Result<Generation>): Result<Generation> =>
        !found.ok || isOf(found.value, wanted) ? found : failed('rejected', `The ConfigMap ${found.value.metadata.name} in the namespace ${found.value.metadata.namespace} is there, but was not made by Headgate for this pool. Rename or remove it.`)
      const key = { ...configMapKind, namespace: namespaceName(platform.namespacePrefix, wanted), name: generationName(wanted, wanted.clusterGeneration) }
      const there = await client.get<GenerationConfig>(key)
      if (there.ok || there.reason !== 'not-found') return own(there)
      const ensured = await blobs.ensureDirectory(archiveKey(wanted))
      if (!ensured.ok) return ensured
      const poolKey = `${environmentKey(wanted)}/pools/${wanted.computePoolId}`
      const uris = { archive: blobs.uri(archiveKey(wanted)), checkpoints: blobs.uri(`${poolKey}/checkpoints`), savepoints: blobs.uri(`${poolKey}/savepoints`) }
      const created = await client.create(renderGeneration(wanted, uris, platform))
      return created.ok || created.reason !== 'conflict' ? created : own(await client.get<GenerationConfig>(key))
    },

    async equip(wanted, generation) {
      const keyStores = await keyStoresOf(wanted, generation)
      if (!keyStores.ok) return keyStores
      const secret = renderGenerationSecret(wanted, generation, platform, keyStores.value)
      for (const object of [renderGenerationPolicy(wanted, generation), renderJobManagerService(wanted, generation)]) {
        const applied = await applyOwn(client, object)
        if (!applied.ok) return applied
      }
      if (secret === undefined) return ok(undefined)
      // Secrets are made and never read, so that the control plane needs no right to read anybody's: what is there is ours of an earlier try, or not touched.
      const created = await client.create(secret)
      return created.ok || created.detail === alreadyExists ? ok(undefined) : created
    },

    note: (generation, annotation) =>
      client.replace({ ...generation, metadata: { ...generation.metadata, annotations: { ...generation.metadata.annotations, [annotation]: new Date(clock.nowMs()).toISOString() } } }),

    takeBack(generation, annotation) {
      const { [annotation]: _gone, ...annotations } = generation.metadata.annotations ?? {}
      return client.replace({ ...generation, metadata: { ...generation.metadata, annotations } })
    },

    remove: ({ metadata }) => client.remove({ ...configMapKind, name: metadata.name, ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }) }, { uid: metadata.uid }),
  }
}
