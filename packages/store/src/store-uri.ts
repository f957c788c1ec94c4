import { resolve } from 'node:path'
import { createS3Address } from '@headgate/adapter-s3/address'
import type { StoreConfig } from './read-store-config.ts'

/** What the store's `uri` gives for a key, without a store: for processes that reach none. */
export const storeUri = (config: StoreConfig, key: string): string =>
  // As the directory store writes it: nothing is encoded.
  config.kind === 'directory' ? `file://${resolve(config.rootDirectory)}/${key}` : createS3Address(config.bucket, config.prefix).uri(key)

/** As `storeUri`, for the store itself: a key and a slash before it make the URI of the key. */
export const storeRootUri = (config: StoreConfig): string => storeUri(config, '').replace(/\/$/, '')

/** Where files of tables may lie: those of tables that name no connector, and others that a table may name as its path. */
export const tableFilePlaces = (config: StoreConfig, key: string): { root?: string; others: string[] } => {
  if (config.kind === 'directory') return { root: storeUri(config, key), others: [] }
  const root = config.tableFilesDirectory === undefined ? {} : { root: storeUri({ kind: 'directory', rootDirectory: config.tableFilesDirectory }, key) }
  return { ...root, others: [storeUri(config, key)] }
}

/** Where the store is, for people. */
export const describeStore = (config: StoreConfig): string =>
  config.kind === 'directory'
    ? resolve(config.rootDirectory)
    : `s3://${config.bucket}${config.prefix === '' ? '' : `/${config.prefix}`}${config.endpoint === undefined ? ` (${config.region})` : ` at ${config.endpoint}`}`
