import { failed } from '@headgate/domain'
import { describe, expect, it } from 'vitest'
import { explainTls } from './explain-tls.ts'
import { request } from './request.ts'

describe('a call that TLS does not let through', () => {
  it.each([
    ['CERT_HAS_EXPIRED', 'The JobManager has a certificate that has run out: its pool needs a new cluster generation.'],
    ['CERT_NOT_YET_VALID', 'The JobManager has a certificate that is not valid yet: the clocks of the control plane and of the cluster differ.'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'The JobManager is not who was looked for: its certificate is of another process.'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'The JobManager is not who was looked for: its certificate is not of its pool (UNABLE_TO_VERIFY_LEAF_SIGNATURE).'],
    ['ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_UNKNOWN', 'The JobManager does not let the control plane in: it refuses its certificate (ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_UNKNOWN).'],
    ['ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE', 'The JobManager does not let the control plane in: it refuses its certificate (ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE).'],
  ])('%s says what is wrong, and that nothing was done', async (code, message) => {
    const refused = () => Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('tls'), { code }) }))
    expect(await request(refused, { method: 'POST', url: 'https://x', timeoutMs: 1_000, who: 'The JobManager', unrepeatable: true })).toEqual(failed('unavailable', message))
  })

  it('that breaks later may have been done', async () => {
    for (const code of ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'ECONNRESET']) {
      const broken = () => Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('tls'), { code }) }))
      expect(await request(broken, { method: 'POST', url: 'https://x', timeoutMs: 1_000, who: 'The JobManager', unrepeatable: true })).toMatchObject({ reason: 'unknown-outcome' })
    }
    expect(explainTls('ECONNREFUSED')).toBeUndefined()
  })
})
