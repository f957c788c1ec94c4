import { failed, ok } from '@headgate/domain'
import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

const common = { HEADGATE_DATABASE_URL: 'postgres://db', HEADGATE_SECRET_KEY_FILE: '/key' }
const local = { ...common, HEADGATE_DATA_DIRECTORY: '/data', HEADGATE_ENGINE_DIRECTORY: '/engine' }
const kubernetes = { ...common, HEADGATE_CLUSTER: 'kubernetes', HEADGATE_PLATFORM_FILE: '/platform.yaml', HEADGATE_STORE: 's3://bucket/prefix' }

describe('readConfig', () => {
  it('runs Flink on this machine, or on Kubernetes', () => {
    expect(readConfig(local)).toMatchObject({ value: { cluster: { kind: 'process', dataDirectory: '/data', engineDirectory: '/engine', javaCommand: 'java' } } })
    expect(readConfig(kubernetes)).toMatchObject({ value: { cluster: { kind: 'kubernetes', platformFile: '/platform.yaml' }, store: { kind: 's3' } } })
    expect(readConfig({ ...kubernetes, HEADGATE_KUBECONFIG: '/config' })).toMatchObject({ value: { cluster: { kubeconfigFile: '/config' } } })
  })

  it.each([
    [{}, ['HEADGATE_DATABASE_URL', 'HEADGATE_SECRET_KEY_FILE', 'HEADGATE_DATA_DIRECTORY', 'HEADGATE_ENGINE_DIRECTORY']],
    [{ HEADGATE_CLUSTER: 'kubernetes' }, ['HEADGATE_DATABASE_URL', 'HEADGATE_SECRET_KEY_FILE', 'HEADGATE_PLATFORM_FILE', 'HEADGATE_STORE']],
    [{ ...local, HEADGATE_CLUSTER: 'nomad' }, ['HEADGATE_CLUSTER', 'kubernetes']],
    [{ ...kubernetes, HEADGATE_STORE: 'file:///data' }, ['s3://']],
    [{ ...kubernetes, HEADGATE_SECRET_KEY_FILE: '', HEADGATE_QUEUE_URL: 'amqp://q', HEADGATE_ADDRESSES: 'all', HEADGATE_STORE: 's3://b', HEADGATE_S3_REGION: 'x y' }, ['HEADGATE_SECRET_KEY_FILE', 'HEADGATE_QUEUE_URL', 'HEADGATE_ADDRESSES', 'HEADGATE_STORE', 'HEADGATE_S3_REGION']],
  ])('refuses %j and names what is missing', (env, names) => {
    const read = readConfig(env, (url) => (url.startsWith('postgres') ? ok(undefined) : failed('rejected', 'HEADGATE_QUEUE_URL is wrong.')))
    expect(read).toMatchObject({ ok: false, reason: 'rejected' })
    for (const name of names) expect(read.ok ? '' : read.message).toContain(name)
  })
})
