import { describe, expect, it } from 'vitest'
import type { Stored } from '../kube-object.ts'
import { workerLabels } from '../labels.ts'
import { isProvenEnded } from './is-proven-ended.ts'
import { podTrouble } from './pod-trouble.ts'
import { podWorker } from './pod-worker.ts'
import type { ObservedPod } from './pod-worker.ts'

const key = { organizationId: 'o', environmentId: 'env-abc123', computePoolId: 'lfcp-abc123' }
const at = '2026-01-01T00:00:10Z'
const pod = (status: ObservedPod['status'], more: Partial<Stored<ObservedPod>['metadata']> = {}, role: 'jobmanager' | 'taskmanager' = 'jobmanager'): Stored<ObservedPod> => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z', labels: workerLabels(key, 3, role), ...more },
  spec: { nodeName: 'n' },
  status,
})
const ended = (exitCode: number, more: object = {}) => ({ phase: 'Failed', containerStatuses: [{ state: { terminated: { exitCode, finishedAt: at, ...more } } }] }) as unknown as ObservedPod['status']
const look = (seen: Stored<ObservedPod>, isReady = true, isLost = false) => podWorker(seen, () => isReady, () => isLost)

describe('podWorker', () => {
  it('tells whose it is, where it is reached, and whether it is ready', () => {
    expect(look(pod({ phase: 'Running', podIP: '10.0.0.7' }))).toEqual({ ...key, clusterGeneration: 3, role: 'jobmanager', workerId: 'p', state: 'running', endpoint: 'http://10.0.0.7:8081', startedAtMs: Date.parse('2026-01-01T00:00:00Z') })
    expect(look(pod({ phase: 'Running', podIP: 'fd00::7' }))?.endpoint).toBe('http://[fd00::7]:8081')
    expect(look(pod({ phase: 'Running' }), false)?.state).toBe('starting')
    expect(look(pod({ phase: 'Pending' }))?.state).toBe('starting')
    expect(look(pod({ phase: 'Running' }, {}, 'taskmanager'))).not.toHaveProperty('endpoint')
    expect(look(pod({ phase: 'Running' }, { labels: { app: 'somebody' } }))).toBeUndefined()
  })

  it('on a node that does not answer is unknown, unless an operator has confirmed that it is gone; on one that answers nobody can', () => {
    const confirmed = { annotations: { 'headgate.dev/confirmed-gone': 'someone: the machine was scrapped' } }
    expect(look(pod({ phase: 'Running' }), true, true)?.state).toBe('unknown')
    expect(look(pod({ phase: 'Running' }, confirmed), true, true)).toMatchObject({ state: 'exited', exit: { reason: 'unknown', message: expect.stringContaining('the machine was scrapped') } })
    expect(look(pod({ phase: 'Running' }, confirmed), true, false)?.state).toBe('running')
  })

  it('of a pod that speaks TLS tells whom to expect where, and until when', () => {
    const secure = { namespace: 'ns', annotations: { 'headgate.dev/certificates-until': '2027-01-01T00:00:00.000Z' } }
    expect(look(pod({ phase: 'Running', podIP: '10.0.0.7' }, secure))).toMatchObject({ endpoint: 'https://10-0-0-7.lfcp-abc123-3-jobmanager.ns.svc:8081', certificatesUntilMs: Date.parse('2027-01-01T00:00:00Z') })
    expect(look(pod({ phase: 'Running', podIP: '10.0.0.7' }, secure, 'taskmanager'))).not.toHaveProperty('endpoint')
  })

  it('knows nothing of what runs on a node that does not answer', () => {
    expect(look(pod({ phase: 'Running' }), true, true)).toMatchObject({ state: 'unknown', trouble: expect.stringMatching(/the node \S+, which does not answer: bring the node back.*kubectl -n \S* annotate pods -l \S+lfcp-abc123\S+3 headgate.dev\/confirmed-gone=/) })
    expect(look(pod(ended(1)), true, true)?.state).toBe('exited')
    expect(look(pod(ended(1)), true, true)).not.toHaveProperty('trouble')
  })

  it('says that one is about to end, until it has', () => {
    expect(look(pod({ phase: 'Running' }, { deletionTimestamp: at }))).toMatchObject({ state: 'running', isLeaving: true })
    expect(look(pod(ended(143), { deletionTimestamp: at }))).not.toHaveProperty('isLeaving')
  })

  it.each([
    ['the limit of its memory', pod(ended(137, { reason: 'OOMKilled' })), 'out-of-memory', /OOMKilled/],
    ['a JVM without memory', pod(ended(3, { message: 'Terminating due to java.lang.OutOfMemoryError: Java heap space\n' })), 'out-of-memory', /Java heap space/],
    ['a kill', pod(ended(137)), 'killed', /signal 9/],
    ['an eviction', pod({ phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' }), 'killed', /Evicted: The node was low/],
    ['a deletion', pod(ended(143), { deletionTimestamp: at }), 'dropped', /not needed/],
    ['a crash', pod(ended(1, { message: 'Error: Could not find or load main class x\n' })), 'crashed', /Error: Could not find/],
  ])('tells that it ended by %s', (_what, seen, reason, message) => {
    const worker = look(seen)
    expect(worker).toMatchObject({ state: 'exited', exit: { reason } })
    expect(worker?.exit?.message).toMatch(message)
    expect(worker?.exit?.atMs).toBeGreaterThan(0)
  })
})

describe('isProvenEnded', () => {
  const leaving = { deletionTimestamp: at }

  it.each([
    ['one that its kubelet ended', pod(ended(137), leaving), true],
    ['one that never had a node', { ...pod({ phase: 'Pending' }, leaving), spec: {} }, true],
    ['one that was deleted by force while its node does not answer', pod({ phase: 'Running' }, leaving), false],
    ['one that is just being started', pod({ phase: 'Pending' }, leaving), false],
    ['one that ended and that nobody deletes', pod(ended(1)), false],
  ])('%s', (_what, seen, isSo) => {
    expect(isProvenEnded(seen)).toBe(isSo)
  })
})

describe('podTrouble', () => {
  const waiting = (reason: string, message: string) => pod({ phase: 'Pending', containerStatuses: [{ state: { waiting: { reason, message } } }] } as unknown as ObservedPod['status'])

  it.each([
    ['no room', pod({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes are available: 1 Insufficient cpu.' }] }), /Insufficient cpu.*Add nodes/],
    ['no image', waiting('ImagePullBackOff', 'Back-off pulling image "x"'), /ImagePullBackOff.*pull secrets/],
    ['no Secret', waiting('CreateContainerConfigError', 'secret "s" not found'), /secret "s" not found/],
  ])('says what to do about %s', (_what, seen, message) => {
    expect(podTrouble(seen)).toMatch(message)
  })

  it('says nothing of a pod that is on its way, or runs', () => {
    expect(podTrouble(waiting('ContainerCreating', ''))).toBeUndefined()
    expect(podTrouble(pod({ phase: 'Running' }))).toBeUndefined()
    expect(podTrouble(pod({ phase: 'Pending' }))).toBeUndefined()
  })
})
