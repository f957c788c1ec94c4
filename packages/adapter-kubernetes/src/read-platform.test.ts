import { describe, expect, it } from 'vitest'
import { internetOnly } from './platform.ts'
import { readPlatform } from './read-platform.ts'

describe('readPlatform', () => {
  it('needs no more than the image', () => {
    expect(readPlatform('engineImage: registry/engine:1')).toMatchObject({
      ok: true,
      value: { namespacePrefix: 'headgate-', engineImage: 'registry/engine:1', imagePullPolicy: 'IfNotPresent', egress: [internetOnly], profile: { cpuMillisPerSlot: 500, memory: { metaspace: 256 } }, quota: { podsMax: 50 }, tls: true },
    })
  })

  it('takes what is said, as YAML or JSON', () => {
    expect(readPlatform('{"engineImage":"x","profile":{"memory":{"taskHeapPerSlot":512},"tolerations":[{"key":"flink","operator":"Exists"}]},"egress":[]}')).toMatchObject({
      value: { egress: [], profile: { memory: { taskHeapPerSlot: 512, jobManagerHeap: 256 }, tolerations: [{ key: 'flink' }] } },
    })
  })

  it('names every problem with its place', () => {
    const read = readPlatform('namespacePrefix: Not Good\nimagePullPolicy: sometimes\nprofile: {cpuMillisPerSlot: 0}\nhostNetwork: true')
    expect(read).toMatchObject({ ok: false, reason: 'rejected' })
    const message = read.ok ? '' : read.message
    for (const part of ['engineImage is missing', 'namespacePrefix must', 'imagePullPolicy must', 'profile/cpuMillisPerSlot must', 'hostNetwork is no setting']) expect(message).toContain(part)
    expect(readPlatform('a: [')).toMatchObject({ ok: false, message: expect.stringContaining('no YAML') })
    expect(readPlatform('')).toMatchObject({ ok: false, message: expect.stringContaining('engineImage') })
  })
})
