import type { Worker, WorkerRole } from '@headgate/domain'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ClusterPort, LogPort, PoolKey } from '../src/index.ts'
import { refusal, valueOf } from './store-fixtures.ts'

/** A platform to try. */
export interface ClusterUnderTest {
  cluster: ClusterPort & Partial<LogPort>
  /** A pool that has no workers yet. */
  pool: PoolKey
  /** Ends a worker's process from outside, at once, without the port. */
  kill(worker: Worker): Promise<void>
  /** Looks again and again, and returns the first answer that is not undefined; throws with `what` when it takes too long. */
  wait<T>(look: () => Promise<T | undefined>, what: string): Promise<T>
  stop(): Promise<void>
}

/**
 * What `ClusterPort` promises. `makeCluster` is called once, and one cluster is started; each test goes on where the one before it
 * ended. In all it starts four JobManagers, five gateways and two TaskManagers.
 */
export function clusterContract(makeCluster: () => Promise<ClusterUnderTest>): void {
  let made: ClusterUnderTest | undefined
  let calls = 0
  let unwatch = () => {}
  const world = (): ClusterUnderTest => {
    if (made === undefined) throw new Error('The cluster was not made.')
    return made
  }
  beforeAll(async () => {
    made = await makeCluster()
    unwatch = made.cluster.watchWorkers((pool) => {
      if (pool.computePoolId === world().pool.computePoolId) calls += 1
    })
  })
  afterAll(async () => {
    unwatch()
    await made?.stop()
  })

  const clusterGeneration = 3
  const ensure = (taskManagers: number) =>
    world().cluster.ensureWorkers({ ...world().pool, clusterGeneration, taskManagers, slotsPerTaskManager: 2 })
  const workers = async (): Promise<Worker[]> => {
    const { pool } = world()
    return valueOf(await world().cluster.listWorkers(pool))
  }
  const workersAmongAll = async (): Promise<Worker[]> => {
    const { pool } = world()
    return valueOf(await world().cluster.listWorkers()).filter((worker) => worker.organizationId === pool.organizationId && worker.environmentId === pool.environmentId && worker.computePoolId === pool.computePoolId)
  }
  const alive = async (role?: WorkerRole) => (await workers()).filter((worker) => worker.state !== 'exited' && (role === undefined || worker.role === role))
  const running = (role: WorkerRole, count: number, what: string) =>
    world().wait(async () => {
      const found = await alive(role)
      return found.length === count && found.every((worker) => worker.state === 'running') ? found : undefined
    }, what)
  const one = async (role: WorkerRole): Promise<Worker> => (await running(role, 1, `one ${role} runs`))[0]!

  it('lists nothing of a pool that was never asked for', async () => {
    expect(await workers()).toEqual([])
  })

  it('starts what is wanted, once, though two callers ask at the same time', async () => {
    const asked = await Promise.all([ensure(1), ensure(1)])
    for (const result of asked) valueOf(result)
    for (const role of ['jobmanager', 'gateway', 'taskmanager'] as const) {
      const worker = await one(role)
      expect(worker).toMatchObject({ ...world().pool, clusterGeneration, role })
      expect(worker.startedAtMs).toBeGreaterThan(0)
      if (role !== 'taskmanager') expect(worker.endpoint).toMatch(/^https?:\/\//)
    }
    expect(new Set((await workers()).map((worker) => worker.workerId)).size).toBe(3)
    expect(new Set((await workersAmongAll()).map((worker) => worker.workerId)).size).toBe(3)
    expect(valueOf(await world().cluster.listWorkers({ ...world().pool, computePoolId: 'lfcp-none' }))).toEqual([])
    expect(calls).toBeGreaterThan(0)
  })

  it('asked again it changes nothing', async () => {
    const before = (await alive()).map((worker) => worker.workerId).sort()
    valueOf(await ensure(1))
    expect((await alive()).map((worker) => worker.workerId).sort()).toEqual(before)
  })

  it('reads the log of a worker, its end only', async () => {
    const jobManager = await one('jobmanager')
    const log = await world().wait(async () => {
      const read = valueOf(await world().cluster.readLog(jobManager, 100_000))
      return read === '' ? undefined : read
    }, 'the JobManager has written a log')
    const tail = valueOf(await world().cluster.readLog(jobManager, 10))
    expect(tail.length).toBeGreaterThan(0)
    expect(Buffer.byteLength(tail)).toBeLessThanOrEqual(10)
    expect(log.length).toBeGreaterThan(tail.length)
    expect(await world().cluster.readLog({ ...world().pool, workerId: 'no-such-worker' }, 10)).toMatchObject(refusal('not-found'))
    expect(await world().cluster.readLog({ ...jobManager, environmentId: 'env-other1' }, 10)).toMatchObject(refusal('not-found'))
  })

  it('drops nothing of a newer generation, of another pool or of another tenant', async () => {
    const before = (await alive()).map((worker) => worker.workerId).sort()
    valueOf(await world().cluster.dropWorkers(world().pool, clusterGeneration - 1))
    valueOf(await world().cluster.dropWorkers({ ...world().pool, computePoolId: 'lfcp-other1' }, clusterGeneration))
    valueOf(await world().cluster.dropWorkers({ ...world().pool, environmentId: 'env-other1' }, clusterGeneration))
    expect((await alive()).map((worker) => worker.workerId).sort()).toEqual(before)
    for (const role of ['jobmanager', 'gateway', 'taskmanager'] as const) await one(role)
  })

  it('a killed gateway is listed as exited and replaced under a new id', async () => {
    const before = await one('gateway')
    const callsBefore = calls
    await world().kill(before)
    const exited = await world().wait(
      async () => (await workers()).find((worker) => worker.workerId === before.workerId && worker.state === 'exited'),
      'the killed gateway is listed as exited',
    )
    expect(exited.exit?.reason).not.toBe('dropped')
    expect(exited.exit?.message).not.toBe('')
    await world().wait(async () => (calls > callsBefore ? true : undefined), 'who watches was told of the exit')
    valueOf(await ensure(1))
    const after = await one('gateway')
    expect(after.workerId).not.toBe(before.workerId)
    expect(after.endpoint).toMatch(/^https?:\/\//)
  })

  it('follows the wanted number of TaskManagers, up and down', async () => {
    const first = await one('taskmanager')
    valueOf(await ensure(2))
    const both = await running('taskmanager', 2, 'two TaskManagers run')
    expect(both.map((worker) => worker.workerId)).toContain(first.workerId)
    valueOf(await ensure(0))
    await running('taskmanager', 0, 'no TaskManager is left')
    await one('jobmanager')
  })

  it('an exited JobManager is never started again within its generation', async () => {
    const jobManager = await one('jobmanager')
    await world().kill(jobManager)
    await world().wait(async () => ((await alive('jobmanager')).length === 0 ? true : undefined), 'the killed JobManager is listed as exited')
    valueOf(await ensure(0))
    expect(await alive('jobmanager')).toEqual([])
    const read = await world().cluster.readLog(jobManager, 1_000)
    expect(read.ok).toBe(true)
  })

  it('drops what is left, and may be asked again', async () => {
    valueOf(await world().cluster.dropWorkers(world().pool, clusterGeneration))
    valueOf(await world().cluster.dropWorkers(world().pool, clusterGeneration))
    await world().wait(async () => ((await alive()).length === 0 ? true : undefined), 'no worker is left')
    valueOf(await ensure(1))
    expect(await alive('jobmanager')).toEqual([])
  })

  it('prepares a generation beside an older one only when it is told to, and starts nothing more of that', async () => {
    const { cluster, pool } = world()
    const present = { ...pool, clusterGeneration: clusterGeneration + 1, taskManagers: 0, slotsPerTaskManager: 2 }
    const next = { ...present, clusterGeneration: clusterGeneration + 2 }
    valueOf(await cluster.ensureWorkers(present))
    const first = await one('jobmanager')
    expect(await cluster.ensureWorkers(next)).toMatchObject(refusal('conflict'))
    valueOf(await cluster.ensureWorkers({ ...next, besideOlder: true }))
    const both = await running('jobmanager', 2, 'two JobManagers run')
    expect(both.map((worker) => worker.clusterGeneration).sort()).toEqual([present.clusterGeneration, next.clusterGeneration])
    expect(new Set(both.map(({ endpoint }) => endpoint)).size).toBe(2)
    expect(await cluster.ensureWorkers({ ...present, taskManagers: 1 })).toMatchObject(refusal('conflict'))
    valueOf(await cluster.dropWorkers(pool, present.clusterGeneration))
    await world().wait(async () => ((await alive()).every((worker) => worker.clusterGeneration === next.clusterGeneration) ? true : undefined), 'the older one is gone')
    expect((await one('jobmanager')).workerId).not.toBe(first.workerId)
    valueOf(await cluster.ensureWorkers(next))
    valueOf(await cluster.dropWorkers(pool, next.clusterGeneration))
    await world().wait(async () => ((await alive()).length === 0 ? true : undefined), 'no worker is left')
  })

  it('takes away what is left of a pool, and nothing of one that lives', async () => {
    const { cluster, pool } = world()
    const next = { ...pool, clusterGeneration: clusterGeneration + 3, taskManagers: 0, slotsPerTaskManager: 2 }
    valueOf(await cluster.ensureWorkers(next))
    await one('jobmanager')
    expect(await cluster.removePool(pool)).toMatchObject({ ok: false, reason: 'conflict' })
    valueOf(await cluster.dropWorkers(pool, next.clusterGeneration))
    await world().wait(async () => ((await alive()).length === 0 ? true : undefined), 'no worker is left')
    valueOf(await cluster.removePool(pool))
    await world().wait(async () => ((await workers()).length === 0 ? true : undefined), 'nothing is listed any more')
    valueOf(await cluster.removePool(pool))
    valueOf(await cluster.removePool({ ...pool, computePoolId: 'lfcp-none' }))
  })
}
