import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { archiveKey, environmentKey, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import { laptopMemory, makeTrustStore, renderConfig, renderLogConfig } from '@headgate/flink-engine'
import type { WorkersWanted } from '@headgate/ports'
import { takeFreePort } from '../process/free-ports.ts'
import { writeJson } from '../process/write-json.ts'
import type { ProcessClusterDeps } from './deps.ts'
import type { GenerationDirectory } from './generation-directory.ts'
import { objectStoreFiles, writeObjectStoreKeys } from './object-store-files.ts'

/** What is fixed for every process of a generation. */
export interface Generation {
  ports: { jobManagerRest: number; jobManagerRpc: number }
  slotsPerTaskManager: number
}

const fileName = 'generation.json'

/** Makes the directories and the configuration of a generation, or reads what was made before. `unavailable` when the store is. */
export async function prepareGeneration(
  wanted: WorkersWanted,
  directory: GenerationDirectory,
  takenPorts: Set<number>,
  deps: ProcessClusterDeps,
): Promise<Result<Generation>> {
  const path = join(directory.path, fileName)
  const made = read(path)
  if (made !== undefined) {
    // They may be others since the controller started again.
    writeObjectStoreKeys(directory, deps.objectStore)
    return ok(made)
  }
  const poolKey = `${environmentKey(wanted)}/pools/${wanted.computePoolId}`
  const keys = { archive: archiveKey(wanted), checkpoints: `${poolKey}/checkpoints`, savepoints: `${poolKey}/savepoints` }
  const ensured = await deps.blobs.ensureDirectory(keys.archive)
  if (!ensured.ok) return ensured
  for (const name of [directory.conf, directory.log, directory.tmp, directory.workers]) mkdirSync(name, { recursive: true, mode: 0o700 })
  const generation: Generation = {
    ports: { jobManagerRest: await takeFreePort(takenPorts), jobManagerRpc: await takeFreePort(takenPorts) },
    slotsPerTaskManager: wanted.slotsPerTaskManager,
  }
  const config = renderConfig({
    network: { kind: 'loopback', ports: generation.ports },
    slotsPerTaskManager: generation.slotsPerTaskManager,
    memory: deps.memory ?? laptopMemory,
    checkpointIntervalMs: deps.checkpointIntervalMs ?? 10_000,
    temporaryDirectory: directory.tmp,
    checkpointsUri: deps.blobs.uri(keys.checkpoints),
    savepointsUri: deps.blobs.uri(keys.savepoints),
    archiveUri: deps.blobs.uri(keys.archive),
    ...(deps.objectStore === undefined ? {} : { objectStore: deps.objectStore }),
  })
  writeObjectStoreKeys(directory, deps.objectStore)
  if (deps.objectStore?.certificateAuthorities !== undefined) {
    const trusted = await makeTrustStore({ javaCommand: deps.javaCommand, certificateAuthorities: deps.objectStore.certificateAuthorities, file: objectStoreFiles(directory).trustStore })
    if (!trusted.ok) return trusted
  }
  writeFileSync(join(directory.conf, 'config.yaml'), config, { mode: 0o600 })
  writeFileSync(join(directory.conf, 'log4j.properties'), renderLogConfig())
  writeJson(path, generation)
  return ok(generation)
}

function read(path: string): Generation | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Generation
  } catch {
    return undefined
  }
}
