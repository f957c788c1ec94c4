import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { annotationNames, certificatesUntil, labelNames } from '../labels.ts'
import { namespaceName } from '../names.ts'
import { faultsOfCalls } from '../testing/faults.ts'
import { makePoolWorld, platform, poolKey } from '../testing/pool-world.ts'
import type { PoolWorld } from '../testing/pool-world.ts'

const namespace = namespaceName(platform.namespacePrefix, poolKey)
const wanted = { ...poolKey, clusterGeneration: 4, taskManagers: 1, slotsPerTaskManager: 4 }
let world: PoolWorld

beforeEach(async () => void (world = await makePoolWorld({ timeoutMs: 15_000 })))
afterEach(async () => await world.stop())

/** The namespace is there. */
async function prepare(): Promise<void> {
  expect(await world.cluster.ensureWorkers(wanted)).toMatchObject({ ok: true })
  expect(await world.cluster.dropWorkers(wanted, 4)).toMatchObject({ ok: true })
  world.server.kubelet.step()
}
const next = { ...wanted, clusterGeneration: 5 }

describe('what is somebody else’s', () => {
  it.each(['ConfigMap', 'Service'])('stays as it is though a %s has the name of ours, and is told of', async (kind) => {
    await prepare()
    const name = `${poolKey.computePoolId}-5${kind === 'Service' ? '-jobmanager' : ''}`
    const foreign = world.server.objects.add({ apiVersion: 'v1', kind, metadata: { name, namespace, labels: { a: 'b' } } })
    expect(await world.cluster.ensureWorkers(next)).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringMatching(new RegExp(`${kind} ${name} in the namespace ${namespace} is there, but was not made by Headgate`)) })
    expect(world.server.objects.find(kind, namespace, name)).toEqual(foreign)
    expect(world.alive()).toEqual([])
  })

  it('a namespace of our name that was not made by us', async () => {
    const foreign = world.server.objects.add({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })
    expect(await world.cluster.ensureWorkers(wanted)).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringContaining(`The namespace ${namespace} is there, but was not made by Headgate`) })
    expect(world.server.objects.find('Namespace', undefined, namespace)).toEqual(foreign)
  })

  it('a pod with the name of our JobManager: its generation is over, and the pod stays', async () => {
    await prepare()
    const foreign = world.server.objects.add({ apiVersion: 'v1', kind: 'Pod', metadata: { name: `${poolKey.computePoolId}-5-jobmanager`, namespace } })
    await world.cluster.ensureWorkers(next)
    const listed = await world.cluster.listWorkers()
    expect(listed.ok && listed.value.find(({ clusterGeneration, role }) => clusterGeneration === 5 && role === 'jobmanager')).toMatchObject({ state: 'exited' })
    expect(world.server.objects.find('Pod', namespace, foreign.metadata.name)?.metadata.uid).toBe(foreign.metadata.uid)
  })

  it('a Service of an earlier record of the generation: it is waited for', async () => {
    await prepare()
    const labels = { [labelNames.managedBy]: 'headgate' }
    world.server.objects.add({ apiVersion: 'v1', kind: 'Service', metadata: { name: `${poolKey.computePoolId}-5-jobmanager`, namespace, labels, ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: 'gone' }] } })
    expect(await world.cluster.ensureWorkers(next)).toMatchObject({ ok: false, reason: 'conflict', message: expect.stringContaining('of an earlier owner') })
  })
})

describe('a JobManager that cannot be made', () => {
  const refuseJobManagers = (fault = faultsOfCalls['422']) => {
    world.server.strike = ({ verb, kind, body }) => {
      const isJobManager = verb === 'create' && kind === 'Pod' && (body as { metadata: { labels: Record<string, string> } }).metadata.labels[labelNames.component] === 'jobmanager'
      return isJobManager ? fault : undefined
    }
  }

  it('is asked for again in the same generation when it was surely refused', async () => {
    refuseJobManagers()
    for (let times = 0; times < 3; times++) expect(await world.cluster.ensureWorkers(wanted)).toMatchObject({ ok: false, reason: 'rejected' })
    expect(world.server.objects.find('ConfigMap', namespace, `${poolKey.computePoolId}-4`)?.metadata.annotations).not.toHaveProperty(annotationNames.jobManagerStarted)
    world.server.strike = () => undefined
    expect(await world.cluster.ensureWorkers(wanted)).toMatchObject({ ok: true })
    expect(world.alive().map(({ metadata }) => metadata.labels?.[labelNames.component]).sort()).toEqual(['gateway', 'jobmanager', 'taskmanager'])
  })

  it('is not asked for again when it may yet come', async () => {
    refuseJobManagers(faultsOfCalls['reset'])
    expect(await world.cluster.ensureWorkers(wanted)).toMatchObject({ ok: false, reason: 'unavailable' })
    world.server.strike = () => undefined
    await world.clock.advance(10_000)
    expect(await world.cluster.ensureWorkers(wanted)).toMatchObject({ ok: true })
    expect(world.alive()).toEqual([])
    const listed = await world.cluster.listWorkers()
    expect(listed.ok && listed.value.find(({ clusterGeneration }) => clusterGeneration === 4)).toMatchObject({ role: 'jobmanager', state: 'exited' })
  })

  it('and whose tries each cost a generation leaves a handful of records', async () => {
    world.loop.demand([{ slotsAsked: 1 }])
    refuseJobManagers(faultsOfCalls['500'])
    const untilMs = world.clock.nowMs() + 90_000
    await world.until(() => world.clock.nowMs() > untilMs, 'time passes')
    expect(world.loop.pool().intent.clusterGeneration).toBeGreaterThan(10)
    expect(world.server.objects.all('ConfigMap', namespace).length).toBeLessThan(8)
    expect(world.violations).toEqual([])
    world.server.strike = () => undefined
    await world.until(() => world.alive().length === 3, 'the pool runs')
  })
})

describe('certificates that run out', () => {
  it('end a generation a month before: the next one has its own, and runs before the old one is ended', async () => {
    world.loop.demand([{ slotsAsked: 1 }])
    const isUp = (clusterGeneration: number) => () => world.alive().length === 3 && world.alive().every(({ metadata }) => metadata.labels?.[labelNames.generation] === String(clusterGeneration))
    await world.until(isUp(4), 'the pool runs')
    const untilOf = () => world.alive().map(({ metadata }) => Date.parse(metadata.annotations?.[certificatesUntil] ?? ''))
    const yearMs = 365 * 24 * 60 * 60_000
    for (const untilMs of untilOf()) expect(untilMs - world.clock.nowMs()).toBeGreaterThan(yearMs - 600_000)
    const [jobManager] = world.alive().filter(({ metadata }) => metadata.labels?.[labelNames.component] === 'jobmanager')
    const soon = new Date(world.clock.nowMs() + 29 * 24 * 60 * 60_000).toISOString()
    world.server.objects.change({ ...jobManager!, metadata: { ...jobManager!.metadata, annotations: { ...jobManager!.metadata.annotations, [certificatesUntil]: soon } } })
    let most = 0
    await world.until(() => ((most = Math.max(most, world.alive().length)), isUp(5)()), 'the next generation runs')
    expect(most).toBe(6)
    for (const untilMs of untilOf()) expect(untilMs - world.clock.nowMs()).toBeGreaterThan(yearMs - 600_000)
    expect(world.server.objects.find('Secret', namespace, `${poolKey.computePoolId}-5`)).toMatchObject({ immutable: true, data: { 'gateway.p12': expect.any(String) } })
    expect(world.violations).toEqual([`${poolKey.computePoolId}-5-jobmanager was made beside ${poolKey.computePoolId}-4-jobmanager`])
  })
})

describe('two controllers that ask at the same time', () => {
  it('end with what is wanted, and never with two JobManagers', async () => {
    for (let clusterGeneration = 4; clusterGeneration < 8; clusterGeneration++) {
      const both = () => Promise.all([world.cluster, world.another].map((each) => each.ensureWorkers({ ...wanted, clusterGeneration, taskManagers: 2 })))
      for (let times = 0; times < 4; times++) {
        for (const asked of await both()) if (!asked.ok) expect(asked.reason).toBe('conflict')
        world.server.kubelet.step()
        // Both find that it is missing.
        if (times === 1) world.server.kubelet.end(world.alive().find(({ metadata }) => metadata.name.includes('gateway'))?.metadata.name ?? '', { exitCode: 1 })
        await world.clock.advance(3_000)
        await world.settle()
      }
      const roles = world.alive().map(({ metadata }) => metadata.labels?.[labelNames.component])
      expect(roles.sort()).toEqual(['gateway', 'jobmanager', 'taskmanager', 'taskmanager'])
      expect(await world.another.dropWorkers(poolKey, clusterGeneration)).toMatchObject({ ok: true })
      world.server.kubelet.step()
    }
    expect(world.violations).toEqual([])
  })
})

describe('what is over', () => {
  const own = (kind: string) => world.server.objects.all(kind, namespace).filter(({ metadata }) => metadata.labels?.[labelNames.pool] === poolKey.computePoolId && metadata.labels[labelNames.managedBy] === 'headgate')

  it('an old generation is not started by who comes late, though its record was tidied away', async () => {
    for (let clusterGeneration = 4; clusterGeneration < 9; clusterGeneration++) {
      expect(await world.cluster.ensureWorkers({ ...wanted, clusterGeneration })).toMatchObject({ ok: true })
      expect(await world.cluster.dropWorkers(wanted, clusterGeneration)).toMatchObject({ ok: true })
      world.server.kubelet.step()
    }
    expect(world.server.objects.find('ConfigMap', namespace, `${poolKey.computePoolId}-4`)).toBeUndefined()
    expect(await world.another.ensureWorkers(wanted)).toMatchObject({ ok: false, reason: 'conflict', message: expect.stringContaining('was there already') })
    expect(world.alive()).toEqual([])
  })

  it('a pool that is removed leaves nothing in the namespace; one that lives is not touched', async () => {
    expect(await world.cluster.ensureWorkers(wanted)).toMatchObject({ ok: true })
    world.server.kubelet.step()
    expect(await world.cluster.removePool(poolKey)).toMatchObject({ ok: false, reason: 'conflict' })
    expect(world.alive()).toHaveLength(3)
    expect(own('NetworkPolicy')).toHaveLength(1)
    expect(await world.cluster.dropWorkers(poolKey, 4)).toMatchObject({ ok: true })
    world.server.kubelet.step()
    expect(await world.cluster.removePool(poolKey)).toMatchObject({ ok: true })
    for (const kind of ['ConfigMap', 'Service', 'Secret', 'NetworkPolicy', 'Pod']) expect([kind, own(kind)]).toEqual([kind, []])
    expect(world.server.objects.find('NetworkPolicy', namespace, 'deny-all')).toBeDefined()
    expect(await world.cluster.removePool(poolKey)).toMatchObject({ ok: true })
  })

  it('a guard of a namespace that somebody took away comes back with the next start after some minutes', async () => {
    await prepare()
    world.server.objects.remove(world.server.objects.find('NetworkPolicy', namespace, 'deny-all')!, 'now')
    await world.clock.advance(11 * 60_000)
    expect(await world.cluster.ensureWorkers(next)).toMatchObject({ ok: true })
    expect(world.server.objects.find('NetworkPolicy', namespace, 'deny-all')).toBeDefined()
  })
})

describe('a log', () => {
  it('of a pod that went meanwhile is not there', async () => {
    expect(await world.cluster.ensureWorkers(wanted)).toMatchObject({ ok: true })
    world.server.kubelet.step()
    const worker = { ...poolKey, workerId: `${poolKey.computePoolId}-4-jobmanager` }
    expect(await world.cluster.readLog(worker, 100)).toMatchObject({ ok: true })
    world.server.strike = ({ verb }) => {
      if (verb === 'log') for (const pod of world.alive()) world.server.objects.remove(pod, 'now')
      return undefined
    }
    expect(await world.cluster.readLog(worker, 100)).toMatchObject({ ok: false, reason: 'not-found' })
    expect(await world.cluster.readLog(worker, 100)).toMatchObject({ ok: false, reason: 'not-found', message: expect.stringContaining('is not kept any more') })
  })
})

describe('an API server that is away for five minutes', () => {
  it('is asked at most 20 times a minute for one object, TaskManagers that wait or not', async () => {
    const { server, clock } = world
    world.loop.demand([{ slotsAsked: 1 }])
    // Its TaskManager runs and is not ready: it is asked for all the time.
    await world.until(() => world.alive().some(({ status }) => status?.['phase'] === 'Running'), 'a pod runs')
    const fromMs = clock.nowMs()
    let isAway = true
    server.strike = () => (isAway ? { kind: 'reset' } : undefined)
    for (let passes = 0; clock.nowMs() < fromMs + 300_000; passes++) {
      if (passes % 4 === 0) await world.loop.turn()
      await clock.advance(250)
      await world.settle()
    }
    const asked = Map.groupBy(server.calls.filter(({ atMs }) => atMs >= fromMs), ({ path }) => path)
    const most = Math.max(...[...asked.values()].flatMap((calls) => calls.map(({ atMs }) => calls.filter((other) => other.atMs >= atMs && other.atMs < atMs + 60_000).length)))
    expect(asked.size).toBeGreaterThan(0)
    expect(most).toBeLessThanOrEqual(20)
    isAway = false
    await world.until(() => world.alive().length === 3 && world.loop.pool().observed.workers.state === 'known', 'the pool is seen again')
  })
})

describe('a JobManager on a node that does not answer', () => {
  it('keeps the next generation waiting until its node answers, or an operator says that it is gone', async () => {
    expect(await world.cluster.ensureWorkers(wanted)).toMatchObject({ ok: true })
    world.server.kubelet.step()
    const node = world.server.objects.all('Node')[0]!
    world.server.objects.change({ ...node, status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } })
    await world.clock.advance(3_000)
    expect(await world.cluster.dropWorkers(poolKey, 4)).toMatchObject({ ok: true })
    const refused = await world.cluster.ensureWorkers(next)
    expect(refused).toMatchObject({ ok: false, reason: 'conflict' })
    const command = /annotate pods -l headgate.dev\/pool=lfcp-test01,headgate.dev\/generation=4 (\S+)='<who and why>'/.exec(refused.ok ? '' : refused.message)
    const pod = world.server.objects.find('Pod', namespace, `${poolKey.computePoolId}-4-jobmanager`)!
    for (const each of world.server.objects.all('Pod', namespace)) world.server.objects.change({ ...each, metadata: { ...each.metadata, annotations: { ...each.metadata.annotations, [command?.[1] ?? '']: 'someone: scrapped' } } })
    expect(pod.metadata.finalizers).toHaveLength(1)
    expect(await world.cluster.ensureWorkers(next)).toMatchObject({ ok: true })
    await world.settle()
    expect(world.server.objects.find('Pod', namespace, pod.metadata.name)?.metadata.finalizers ?? []).toEqual([])
    const listed = await world.cluster.listWorkers()
    expect(listed.ok && listed.value.filter(({ clusterGeneration }) => clusterGeneration === 5).map(({ role }) => role).sort()).toEqual(['gateway', 'jobmanager', 'taskmanager'])
  })
})
