import { failed } from '@headgate/domain'
import { describe, expect, it } from 'vitest'
import { readConfig } from './read-config.ts'

const needed = { HEADGATE_DATABASE_URL: 'postgres://x', HEADGATE_SECRET_KEY_FILE: '/key' }

describe('readConfig', () => {
  it('needs two variables and has a default for the others', () => {
    expect(readConfig(needed)).toMatchObject({ ok: true, value: { queueUrl: 'postgres://x', host: '127.0.0.1', port: 8080, cloud: 'AWS', region: 'local-1', trustForwarded: false } })
    expect(readConfig({ ...needed, HEADGATE_ADDRESSES: 'internet' })).toMatchObject({ ok: true, value: { addressPolicy: { addresses: 'internet' } } })
    expect(readConfig({})).toMatchObject({ ok: false, message: expect.stringContaining('HEADGATE_DATABASE_URL and HEADGATE_SECRET_KEY_FILE') })
  })

  it('reads limits', () => {
    expect(readConfig({ ...needed, HEADGATE_REQUESTS_MAX: '500', HEADGATE_CONNECTIONS_MAX: '' })).toMatchObject({ value: { limits: { requestsMax: 500 } } })
  })

  it.each([
    [{ HEADGATE_PORT: 'x' }, 'HEADGATE_PORT'], [{ HEADGATE_PORT: '70000' }, 'HEADGATE_PORT'], [{ HEADGATE_CLOUD: 'MARS' }, 'HEADGATE_CLOUD'],
    [{ HEADGATE_REQUESTS_PER_KEY_MAX: '0' }, 'HEADGATE_REQUESTS_PER_KEY_MAX'], [{ HEADGATE_CONNECTIONS_MAX: 'many' }, 'HEADGATE_CONNECTIONS_MAX'],
    [{ HEADGATE_REGION: 'a.b' }, 'HEADGATE_REGION'], [{ HEADGATE_PUBLIC_URL: 'flink.example.com' }, 'HEADGATE_PUBLIC_URL'],
  ])('refuses %j', (env, name) => {
    expect(readConfig({ ...needed, ...env })).toMatchObject({ ok: false, message: expect.stringContaining(name) })
  })

  it('names everything that is wrong at once', () => {
    const read = readConfig({ HEADGATE_DATABASE_URL: 'postgres://x', HEADGATE_PORT: 'x', HEADGATE_CLOUD: 'MOON', HEADGATE_REQUESTS_MAX: '-1', HEADGATE_CONNECTIONS_MAX: 'many' }, () => failed('rejected', 'HEADGATE_QUEUE_URL is wrong.'))
    for (const name of ['HEADGATE_SECRET_KEY_FILE', 'HEADGATE_QUEUE_URL', 'HEADGATE_PORT', 'HEADGATE_CLOUD', 'HEADGATE_REQUESTS_MAX', 'HEADGATE_CONNECTIONS_MAX']) expect(read.ok ? '' : read.message).toContain(name)
  })
})
