import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generationKey, parseFlinkEndpoint, renderFlinkEndpoint, serverNameOf } from './flink-endpoint.ts'

const generation = generationKey('headgate-env-abc123-0a1b2c3d', { computePoolId: 'lfcp-abc123' }, 3)

describe('the endpoint of a process that speaks TLS', () => {
  it('names its generation and its address, and can be read back', () => {
    expect(renderFlinkEndpoint('10.0.0.7', 8081, generation, 'jobmanager')).toBe('https://10-0-0-7.lfcp-abc123-3-jobmanager.headgate-env-abc123-0a1b2c3d.svc:8081')
    const address = fc.oneof(fc.ipV4(), fc.constantFrom('fd00::7', 'fd00:10:244:0:1:2:3:4', '2001:db8::1:0:0:9'))
    fc.assert(
      fc.property(address, fc.constantFrom('jobmanager' as const, 'gateway' as const), (at, role) => {
        const { hostname, port } = new URL(renderFlinkEndpoint(at, 8083, generation, role))
        expect(parseFlinkEndpoint(hostname)).toEqual({ address: at, serverName: serverNameOf(generation, role), generation })
        expect(port).toBe('8083')
      }),
    )
  })

  it('is none of any other host', () => {
    for (const hostname of ['10.0.0.7', 'localhost', '[fd00::7]', 'a.svc', '10-0-0-7.lfcp-abc123-3-taskmanager.n.svc', 'x.lfcp-abc123-3-jobmanager.n.svc', '10-0-0-7.lfcp-abc123-3-jobmanager.n.svc.evil.test']) expect(parseFlinkEndpoint(hostname)).toBeUndefined()
  })
})
