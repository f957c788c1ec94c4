import { expect, test } from 'vitest'
import { readStoreConfig } from './read-store-config.ts'
import { storeEnvironment } from './store-environment.ts'
import { describeStore, storeRootUri, storeUri, tableFilePlaces } from './store-uri.ts'

const secret = 'a-secret-that-nobody-sees'
const s3 = { HEADGATE_STORE: 's3://bucket/pre/fix' }
const valueOf = (env: Record<string, string>) => {
  const read = readStoreConfig(env)
  if (!read.ok) throw new Error(read.message)
  return read.value
}

test('without a word the store is the data directory', () => {
  expect(valueOf({ HEADGATE_DATA_DIRECTORY: '/data' })).toEqual({ kind: 'directory', rootDirectory: '/data' })
  expect(valueOf({ HEADGATE_DATA_DIRECTORY: '/data', HEADGATE_STORE: 'file:///elsewhere' })).toEqual({ kind: 'directory', rootDirectory: '/elsewhere' })
  expect(storeUri({ kind: 'directory', rootDirectory: '/data' }, 'a/b')).toBe('file:///data/a/b')
  expect(readStoreConfig({})).toMatchObject({ reason: 'rejected' })
})

test('a store on S3, with everything that can be said of it', () => {
  expect(valueOf(s3)).toEqual({ kind: 's3', bucket: 'bucket', prefix: 'pre/fix', region: 'us-east-1', pathStyle: false, locators: {} })
  const full = valueOf({
    HEADGATE_STORE: 's3://bucket/',
    HEADGATE_S3_ENDPOINT: 'https://store.example.com:9000/',
    HEADGATE_S3_REGION: 'eu-west-1',
    HEADGATE_S3_CA_FILE: '/ca.pem',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_SESSION_TOKEN: 'token',
    HEADGATE_S3_FLINK_ACCESS_KEY_ID: 'flink',
    HEADGATE_S3_FLINK_SECRET_ACCESS_KEY: secret,
    AWS_PROFILE: 'work',
  })
  expect(full).toEqual({
    kind: 's3', bucket: 'bucket', prefix: '', endpoint: 'https://store.example.com:9000', region: 'eu-west-1', pathStyle: true, caFile: '/ca.pem',
    keys: { accessKeyId: 'id', secretAccessKey: secret, sessionToken: 'token' }, flinkKeys: { accessKeyId: 'flink', secretAccessKey: secret }, locators: { AWS_PROFILE: 'work' },
  })
  expect(storeUri(full, 'a/b')).toBe('s3://bucket/a/b')
  expect(storeUri(valueOf(s3), 'a/b')).toBe('s3://bucket/pre/fix/a/b')
  for (const config of [full, valueOf(s3), valueOf({ HEADGATE_DATA_DIRECTORY: '/data' })]) expect(`${storeRootUri(config)}/a/b`).toBe(storeUri(config, 'a/b'))
  expect(describeStore(full)).toBe('s3://bucket at https://store.example.com:9000')
  expect(valueOf({ ...s3, AWS_REGION: 'eu-north-1', HEADGATE_S3_PATH_STYLE: 'true' })).toMatchObject({ region: 'eu-north-1', pathStyle: true })
  expect(valueOf({ ...s3, HEADGATE_S3_ENDPOINT: 'http://127.0.0.1:9000', HEADGATE_S3_PATH_STYLE: 'false' })).toMatchObject({ pathStyle: false })
})

test('tables without a connector have their files on a disk; others may lie in the store', () => {
  expect(tableFilePlaces(valueOf({ HEADGATE_DATA_DIRECTORY: '/data' }), 'k')).toEqual({ root: 'file:///data/k', others: [] })
  expect(tableFilePlaces(valueOf(s3), 'k')).toEqual({ others: ['s3://bucket/pre/fix/k'] })
  expect(tableFilePlaces(valueOf({ ...s3, HEADGATE_DATA_DIRECTORY: '/data' }), 'k')).toEqual({ root: 'file:///data/k', others: ['s3://bucket/pre/fix/k'] })
  expect(tableFilePlaces(valueOf({ ...s3, HEADGATE_DATA_DIRECTORY: '/data', HEADGATE_TABLE_FILES_DIRECTORY: '/nfs' }), 'k')).toMatchObject({ root: 'file:///nfs/k' })
})

test.each([
  [{ HEADGATE_STORE: 'https://store' }, 'HEADGATE_STORE'],
  [{ HEADGATE_STORE: 's3://' }, 'HEADGATE_STORE'],
  [{ HEADGATE_STORE: 's3://Bucket/x' }, 'HEADGATE_STORE'],
  [{ HEADGATE_STORE: 's3://bucket/../x' }, 'HEADGATE_STORE'],
  [{ HEADGATE_STORE: 's3://bucket/a b' }, 'HEADGATE_STORE'],
  [{ HEADGATE_STORE: 's3://bucket/a%20b' }, 'HEADGATE_STORE'],
  [{ ...s3, HEADGATE_S3_ENDPOINT: 'store:9000' }, 'HEADGATE_S3_ENDPOINT'],
  [{ ...s3, HEADGATE_S3_ENDPOINT: `https://me:${secret}@store` }, 'HEADGATE_S3_ENDPOINT'],
  [{ ...s3, HEADGATE_S3_REGION: 'EU west' }, 'HEADGATE_S3_REGION'],
  [{ ...s3, HEADGATE_S3_PATH_STYLE: 'yes' }, 'HEADGATE_S3_PATH_STYLE'],
  [{ ...s3, AWS_SECRET_ACCESS_KEY: secret }, 'AWS_ACCESS_KEY_ID is missing'],
  [{ ...s3, HEADGATE_S3_FLINK_ACCESS_KEY_ID: 'id' }, 'HEADGATE_S3_FLINK_SECRET_ACCESS_KEY is missing'],
  [{ ...s3, AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: `${secret}\n[other]` }, 'line end'],
])('%j is refused, and the message names %s and no secret', (env, message) => {
  const read = readStoreConfig(env)
  expect(read).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringContaining(message) })
  expect(JSON.stringify(read)).not.toContain(secret)
})

test('a process gets the keys that it needs, and no others', () => {
  const env = {
    ...s3, HEADGATE_S3_ENDPOINT: 'https://store', AWS_ACCESS_KEY_ID: 'ours', AWS_SECRET_ACCESS_KEY: 'our-secret', AWS_PROFILE: 'work',
    HEADGATE_S3_FLINK_ACCESS_KEY_ID: 'flink', HEADGATE_S3_FLINK_SECRET_ACCESS_KEY: 'flink-secret', PATH: '/bin', AWS_SOMETHING_ELSE: 'x',
  }
  const where = { ...s3, HEADGATE_S3_ENDPOINT: 'https://store' }
  expect(storeEnvironment(env, 'api')).toEqual(where)
  const ours = { AWS_ACCESS_KEY_ID: 'ours', AWS_SECRET_ACCESS_KEY: 'our-secret' }
  const flinks = { HEADGATE_S3_FLINK_ACCESS_KEY_ID: 'flink', HEADGATE_S3_FLINK_SECRET_ACCESS_KEY: 'flink-secret' }
  expect(storeEnvironment(env, 'controller')).toEqual({ ...where, ...ours, ...flinks, AWS_PROFILE: 'work' })
  expect(storeEnvironment(env, 'snapshots')).toEqual({ ...where, ...ours, AWS_PROFILE: 'work' })
  const keeper = { HEADGATE_S3_SNAPSHOTS_ACCESS_KEY_ID: 'keeper', HEADGATE_S3_SNAPSHOTS_SECRET_ACCESS_KEY: 'keeper-secret' }
  expect(storeEnvironment({ ...env, ...keeper }, 'snapshots')).toEqual({ ...where, AWS_ACCESS_KEY_ID: 'keeper', AWS_SECRET_ACCESS_KEY: 'keeper-secret', AWS_PROFILE: 'work' })
})
