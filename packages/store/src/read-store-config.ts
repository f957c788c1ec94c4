import { failed, gather, holds, keyProblem, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import { locators } from './store-environment.ts'

/** Keys to a store on S3. */
export interface StoreKeys {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
}

export interface DirectoryStoreConfig {
  kind: 'directory'
  rootDirectory: string
}

export interface S3StoreConfig {
  kind: 's3'
  bucket: string
  /** Empty: the whole bucket. */
  prefix: string
  endpoint?: string
  region: string
  pathStyle: boolean
  /** PEM file of authorities that are trusted besides the usual ones. */
  caFile?: string
  /** Default: what the AWS SDK finds by itself. */
  keys?: StoreKeys
  /** Of Flink's processes. Default: `keys`. */
  flinkKeys?: StoreKeys
  /** Variables that lead the AWS SDK to keys; none is one itself. */
  locators: Record<string, string>
  /** Where tables that name no connector have their files. Absent: there can be none. See decisions/001-files-of-tables.md. */
  tableFilesDirectory?: string
}

export type StoreConfig = DirectoryStoreConfig | S3StoreConfig

type Environment = Record<string, string | undefined>

/**
 * Reads where everything lies that we and Flink both reach: `HEADGATE_STORE` as `s3://bucket/prefix` or `file:///directory`, by default the data
 * directory. `rejected` says which variables are wrong. No message holds a key.
 */
export function readStoreConfig(env: Environment): Result<StoreConfig> {
  const place = env['HEADGATE_STORE'] ?? ''
  if (place.startsWith('s3://')) return readS3(place.slice('s3://'.length).replace(/\/+$/, ''), env)
  const directory = place === '' ? env['HEADGATE_DATA_DIRECTORY'] : /^file:(?:\/\/)?(\/.*)$/.exec(place)?.[1]
  if (directory) return ok({ kind: 'directory', rootDirectory: directory })
  return failed('rejected', place === '' ? 'There is no store: set HEADGATE_STORE or HEADGATE_DATA_DIRECTORY.' : 'HEADGATE_STORE must be like s3://bucket/prefix or file:///directory.')
}

function readS3(place: string, env: Environment): Result<S3StoreConfig> {
  const [bucket = '', ...parts] = place.split('/')
  const prefix = parts.join('/')
  const endpoint = env['HEADGATE_S3_ENDPOINT'] || undefined
  const region = env['HEADGATE_S3_REGION'] || env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || 'us-east-1'
  const pathStyle = env['HEADGATE_S3_PATH_STYLE'] || String(endpoint !== undefined)
  const read = gather({
    bucket: holds(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket), 'HEADGATE_STORE must name a bucket: 3 to 63 of a-z, 0-9, dots and dashes, like s3://bucket/prefix.'),
    // It becomes part of paths that users' tables name, and those hold nothing that means something to a URI.
    prefix: holds(prefix === '' || (keyProblem(prefix) === undefined && /^[A-Za-z0-9._~/-]+$/.test(prefix)), 'The prefix in HEADGATE_STORE may hold letters, digits, dots, dashes, _ and ~, in parts that are joined with single slashes.'),
    endpoint: holds(endpoint === undefined || /^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?\/?$/.test(endpoint), 'HEADGATE_S3_ENDPOINT must be like https://store.example.com:9000, without a path.'),
    region: holds(/^[a-z0-9-]{1,64}$/.test(region), 'HEADGATE_S3_REGION must be a region like us-east-1.'),
    pathStyle: holds(pathStyle === 'true' || pathStyle === 'false', 'HEADGATE_S3_PATH_STYLE must be true or false.'),
    keys: readKeys(env, 'AWS_'),
    flinkKeys: readKeys(env, 'HEADGATE_S3_FLINK_'),
  })
  if (!read.ok) return read
  const { keys, flinkKeys } = read.value
  const tableFilesDirectory = env['HEADGATE_TABLE_FILES_DIRECTORY'] || env['HEADGATE_DATA_DIRECTORY']
  return ok({
    kind: 's3',
    bucket,
    prefix,
    ...(endpoint === undefined ? {} : { endpoint: endpoint.replace(/\/$/, '') }),
    region,
    pathStyle: pathStyle === 'true',
    ...(env['HEADGATE_S3_CA_FILE'] ? { caFile: env['HEADGATE_S3_CA_FILE'] } : {}),
    ...(keys === undefined ? {} : { keys }),
    ...(flinkKeys === undefined ? {} : { flinkKeys }),
    locators: locators(env),
    ...(tableFilesDirectory ? { tableFilesDirectory } : {}),
  })
}

function readKeys(env: Environment, prefix: string): Result<StoreKeys | undefined> {
  const names = { id: `${prefix}ACCESS_KEY_ID`, secret: `${prefix}SECRET_ACCESS_KEY`, token: `${prefix}SESSION_TOKEN` }
  const [accessKeyId, secretAccessKey, sessionToken] = [env[names.id], env[names.secret], env[names.token]]
  if (!accessKeyId && !secretAccessKey) return ok(undefined)
  if (!accessKeyId || !secretAccessKey) return failed('rejected', `${accessKeyId ? names.secret : names.id} is missing: ${names.id} and ${names.secret} belong together.`)
  if ([accessKeyId, secretAccessKey, sessionToken ?? ''].some((value) => /[\s\x00-\x1f\x7f]/.test(value))) return failed('rejected', `${names.id}, ${names.secret} or ${names.token} holds a space or a line end.`)
  return ok({ accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) })
}
