import { randomBytes } from 'node:crypto'
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderCredentials } from '@headgate/flink-engine'
import type { FlinkObjectStore } from '@headgate/flink-engine'
import type { GenerationDirectory } from './generation-directory.ts'

/** What the workers of a generation read to reach an S3 store; in a directory that only this user may enter. */
export const objectStoreFiles = (directory: GenerationDirectory) => ({ keys: join(directory.conf, 's3-credentials'), trustStore: join(directory.conf, 'trust-store') })

/** Writes the keys of the store, if there are any, whole or not at all. Running workers read them again when the file has changed. */
export function writeObjectStoreKeys(directory: GenerationDirectory, store: FlinkObjectStore | undefined): void {
  if (store?.credentials === undefined) return
  const { keys } = objectStoreFiles(directory)
  const temporary = `${keys}.${randomBytes(4).toString('hex')}.tmp`
  writeFileSync(temporary, renderCredentials(store.credentials), { mode: 0o600 })
  renameSync(temporary, keys)
}

/** What leads the AWS SDK in a worker to its keys: a file alone when we give them, so that nothing else of this machine is taken by mistake. */
export function objectStoreEnvironment(directory: GenerationDirectory, store: FlinkObjectStore | undefined): Record<string, string> {
  if (store === undefined) return {}
  if (store.credentials === undefined) return store.environment ?? {}
  const { keys } = objectStoreFiles(directory)
  return { AWS_SHARED_CREDENTIALS_FILE: keys, AWS_CONFIG_FILE: keys, AWS_EC2_METADATA_DISABLED: 'true' }
}
