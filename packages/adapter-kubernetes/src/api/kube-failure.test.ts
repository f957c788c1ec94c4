import { describe, expect, it } from 'vitest'
import { alreadyExists, expired, kubeFailure } from './kube-failure.ts'

const quota = 'pods "a" is forbidden: exceeded quota: headgate, requested: pods=1,requests.memory=2Gi, used: pods=9,requests.memory=15Gi, limited: pods=9,requests.memory=16Gi'
const podSecurity = 'pods "a" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false)'

describe('why a request to Kubernetes failed', () => {
  it.each([
    [400, 'BadRequest', 'the body is no object', 'rejected', /the body is no object/, 'BadRequest'],
    [401, 'Unauthorized', 'Unauthorized', 'rejected', /does not know who asks.*credentials/, 'Unauthorized'],
    [403, 'Forbidden', 'pods is forbidden: User "x" cannot create resource "pods"', 'rejected', /role does not allow it.*cannot create resource "pods"/, 'Forbidden'],
    [403, 'Forbidden', quota, 'limit', /quota of the namespace is used up \(wanted pods=1,requests\.memory=2Gi, used pods=9,requests\.memory=15Gi of pods=9,requests\.memory=16Gi\).*raised/, quota],
    [403, 'Forbidden', 'pods "a" is forbidden: failed quota: other: must specify limits.cpu for: flink', 'rejected', /must specify limits\.cpu/, 'Forbidden'],
    [403, 'Forbidden', 'unable to create new content in namespace n because it is being terminated', 'conflict', /namespace is being deleted/, 'unable to create new content in namespace n because it is being terminated'],
    [403, 'Forbidden', podSecurity, 'rejected', /violates PodSecurity "restricted:latest"/, undefined],
    [404, 'NotFound', 'pods "a" not found', 'not-found', /pods "a" not found/, 'NotFound'],
    [405, 'MethodNotAllowed', 'no such method', 'not-found', /no such method/, 'MethodNotAllowed'],
    [409, 'AlreadyExists', 'pods "a" already exists', 'conflict', /there already/, alreadyExists],
    [409, 'Conflict', 'the object has been modified', 'conflict', /has been modified/, 'Conflict'],
    [410, 'Expired', 'too old resource version', 'conflict', /too old/, expired],
    [413, 'RequestEntityTooLarge', 'limit is 3145728', 'rejected', /3145728/, 'RequestEntityTooLarge'],
    [415, 'UnsupportedMediaType', 'unsupported', 'rejected', /unsupported/, 'UnsupportedMediaType'],
    [422, 'Invalid', 'Pod "a" is invalid: spec.containers: Required value', 'rejected', /spec\.containers: Required value/, 'Invalid'],
    [429, 'TooManyRequests', 'too many', 'throttled', /asked too much/, 'too many'],
    [500, 'InternalError', 'failed calling webhook', 'unavailable', /failed calling webhook/, 'InternalError'],
    [502, undefined, 'Bad Gateway', 'unavailable', /Bad Gateway/, undefined],
    [503, 'ServiceUnavailable', '', 'unavailable', /status 503/, 'ServiceUnavailable'],
    [504, 'Timeout', 'request did not complete', 'unavailable', /did not complete/, 'Timeout'],
    [302, undefined, '', 'unavailable', /status 302/, undefined],
  ])('%d %s: %s', (status, reason, message, expectedReason, text, detail) => {
    const failure = kubeFailure('create Pod n/a', status, { ...(reason === undefined ? {} : { reason }), message })
    expect(failure.reason).toBe(expectedReason)
    expect(failure.message).toMatch(/^Kubernetes did not create Pod n\/a: /)
    expect(failure.message).toMatch(text)
    expect(failure.detail).toBe(detail)
  })

  it('cuts what is too long', () => {
    expect(kubeFailure('x', 500, { message: 'a'.repeat(10_000) }).message.length).toBeLessThan(2_100)
  })
})
