import { readFile } from 'node:fs/promises'
import { createDirectoryStore } from '@headgate/adapter-directory'
import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import type { BlobPort, ObjectPort } from '@headgate/ports'
import type { StoreConfig, StoreKeys } from './read-store-config.ts'

/** Both ports of the store, and an end of its connections. */
export type Store = BlobPort & ObjectPort & { close(): void }

/** Makes the store of a configuration. It is not asked for anything yet. `rejected`: the file of authorities cannot be read. */
export async function createStore(config: StoreConfig, keys: StoreKeys | undefined = config.kind === 's3' ? config.keys : undefined): Promise<Result<Store>> {
  if (config.kind === 'directory') return ok({ ...createDirectoryStore({ rootDirectory: config.rootDirectory }), close: () => undefined })
  const authorities = await readAuthorities(config.caFile)
  if (!authorities.ok) return authorities
  // Half a second of modules, which a store in a directory does without.
  const { createS3Store } = await import('@headgate/adapter-s3')
  return ok(
    createS3Store({
      bucket: config.bucket,
      prefix: config.prefix,
      region: config.region,
      pathStyle: config.pathStyle,
      ...(config.endpoint === undefined ? {} : { endpoint: config.endpoint }),
      ...(keys === undefined ? {} : { credentials: keys }),
      ...(authorities.value === undefined ? {} : { certificateAuthorities: authorities.value }),
    }),
  )
}

/** Where tables that name no connector have their files, when that is not the store. */
export const createTableFiles = (config: StoreConfig): BlobPort | undefined =>
  config.kind === 's3' && config.tableFilesDirectory !== undefined ? createDirectoryStore({ rootDirectory: config.tableFilesDirectory }) : undefined

/** The PEM text of the authorities to trust, if there are any. */
export async function readAuthorities(caFile: string | undefined): Promise<Result<string | undefined>> {
  if (caFile === undefined) return ok(undefined)
  try {
    const text = await readFile(caFile, 'utf8')
    return text.includes('-----BEGIN CERTIFICATE-----') ? ok(text) : failed('rejected', `HEADGATE_S3_CA_FILE (${caFile}) holds no certificate in PEM.`)
  } catch (error) {
    return failed('rejected', `HEADGATE_S3_CA_FILE (${caFile}) cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
}
