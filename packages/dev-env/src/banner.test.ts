import { describe, expect, it } from 'vitest'
import { renderBanner } from './banner.ts'

const connection = { endpoint: 'http://127.0.0.1:8282', organizationId: 'o-1', environmentId: 'env-1', computePoolId: 'lfcp-1', database: 'default', cloud: 'AWS', region: 'local-1', principalId: 'sa-1', apiKey: 'KEY', apiSecret: 'SECRET' }

describe('the banner', () => {
  it('has lines to copy that work as they are, and says where things are', () => {
    const banner = renderBanner({
      connection, addresses: 'anywhere', connectionFile: '/d/connection.json', dataDirectory: '/d', logsDirectory: '/d/logs', startedInMs: 12_345,
      playground: { jdbcUrl: 'jdbc:postgresql://127.0.0.1:5/playground', user: 'playground', passwordFile: '/d/connection.json' },
    })
    expect(banner).toContain("curl -u 'KEY:SECRET' http://127.0.0.1:8282/sql/v1/organizations/o-1/environments/env-1/statements")
    for (const part of ['12.3 s', 'global_api_secret="SECRET"', 'provider "confluent"', 'flink_principal_id    = "sa-1"', '/d/logs', 'jdbc:postgresql', 'Ctrl-C', 'any address, this machine included']) expect(banner).toContain(part)
    expect(banner.split('\n').length).toBeLessThan(50)
  })
})
