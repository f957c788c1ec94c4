import type { PoolKey } from '@headgate/ports'
import { beforeEach, describe, expect, it } from 'vitest'
import { createFakeWorld } from '../create-fake-world.ts'
import type { FakeWorld } from '../create-fake-world.ts'
import type { JobRequest, SnapshotContent } from './engine/fake-job.ts'

const pool: PoolKey = { organizationId: 'o1', environmentId: 'env-000001', computePoolId: 'lfcp-000001' }
const target = { triggerId: 'f'.repeat(32), targetUri: 'file:///sim/savepoints/1-1' }

describe('a fake cluster and its engine', () => {
  let world: FakeWorld
  beforeEach(async () => {
    world = createFakeWorld(1)
    await ensure(1)
    await world.clock.advance(10_000)
  })
  const ensure = (taskManagers: number, clusterGeneration = 1) =>
    world.cluster.ensureWorkers({ ...pool, clusterGeneration, taskManagers, slotsPerTaskManager: 2, besideOlder: true })
  const engine = (clusterGeneration = 1) => world.cluster.engineOf(pool, clusterGeneration)!
  const submit = (over: Partial<JobRequest> = {}) =>
    engine().submit({
      jobId: 'a'.repeat(32),
      name: 'job',
      sql: 'INSERT',
      parallelism: 2,
      ends: { kind: 'never' },
      checkpointsUri: 'file:///sim/checkpoints',
      checkpointIntervalMs: 1_000,
      ...over,
    })
  const job = (jobId = 'a'.repeat(32)) => engine().find(jobId)!
  const worker = (role: 'jobmanager' | 'gateway' | 'taskmanager') => world.cluster.alive(role)[0]!.worker
  const describeJob = (jobId = 'a'.repeat(32)) => world.flink.describeJob(worker('jobmanager').endpoint!, jobId)
  const checkpoints = () => world.blobs.keysNow('checkpoints').filter((key) => key.endsWith('/_metadata'))

  it('checkpoints over time, each in the place of the one before, and discards them when it finishes', async () => {
    submit()
    await world.clock.advance(1_700)
    expect(checkpoints()).toEqual([`checkpoints/${'a'.repeat(32)}/chk-1/_metadata`])
    await world.clock.advance(1_200)
    expect(checkpoints()).toEqual([`checkpoints/${'a'.repeat(32)}/chk-2/_metadata`])
    engine().finish('a'.repeat(32))
    expect(checkpoints()).toEqual([])
    expect(await world.blobs.list(`checkpoints/${'a'.repeat(32)}`)).toEqual({ ok: true, value: [] })
  })

  it('a lost TaskManager restarts its jobs from their newest checkpoint, when slots are back', async () => {
    submit()
    await world.clock.advance(3_000)
    world.cluster.exit(worker('taskmanager').workerId, 'out-of-memory', 'Java heap space')
    await world.clock.advance(600)
    expect(job()).toMatchObject({ state: 'RESTARTING', restarts: 1 })
    await world.clock.advance(5_000)
    expect(job().state).toBe('CREATED')
    await ensure(1)
    await world.clock.advance(10_000)
    expect(await describeJob()).toMatchObject({ value: { state: 'RUNNING', allTasksRunning: true, restarts: 1 } })
    expect(job().restoredFromUri).toContain('/chk-')
    expect(job().exceptions[0]?.message).toContain('no longer reachable')
    const listed = await world.cluster.listWorkers()
    expect(listed.ok && listed.value.filter((each) => each.role === 'taskmanager').map((each) => each.exit?.reason)).toEqual(['out-of-memory', undefined])
  })

  it('a lost JobManager loses its jobs, keeps their files and ends nothing else', async () => {
    submit()
    await world.clock.advance(3_000)
    const endpoint = worker('jobmanager').endpoint!
    world.cluster.exit(worker('jobmanager').workerId)
    expect(await world.flink.describeJob(endpoint, 'a'.repeat(32))).toMatchObject({ reason: 'unavailable' })
    const before = checkpoints()
    await world.clock.advance(60_000)
    expect(checkpoints()).toEqual(before)
    expect(world.cluster.alive().map((each) => each.worker.role).sort()).toEqual(['gateway', 'taskmanager'])
    await ensure(1)
    expect(world.cluster.alive('jobmanager')).toEqual([])
    await ensure(1, 2)
    await world.clock.advance(10_000)
    expect(engine(2).jobs()).toEqual([])
  })

  it('goes on with the state of the snapshot that it is started from', async () => {
    submit()
    await world.clock.advance(5_000)
    engine().stop('a'.repeat(32), target.triggerId, target.targetUri)
    engine().stop('a'.repeat(32), target.triggerId, target.targetUri)
    await world.clock.advance(1_000)
    const savepoints = world.blobs.keysNow('savepoints').filter((key) => key.endsWith('/_metadata'))
    expect(savepoints).toHaveLength(1)
    expect(job().state).toBe('FINISHED')
    const uri = world.blobs.uri(savepoints[0]!.replace('/_metadata', ''))
    submit({ jobId: 'b'.repeat(32), restoreUri: uri })
    await world.clock.advance(2_000)
    const [newest] = checkpoints()
    const content = JSON.parse(world.blobs.readNow(newest!)!) as SnapshotContent
    const before = JSON.parse(world.blobs.readNow(savepoints[0]!)!) as SnapshotContent
    expect(content.restoredFromUri).toBe(uri)
    expect(content.checkpointId).toBeGreaterThan(before.checkpointId)
    expect(content.runMs).toBeGreaterThan(before.runMs)
  })

  it('a restore path that is not there fails the job late and without a cause', async () => {
    submit({ restoreUri: 'file:///sim/savepoints/none' })
    await world.clock.advance(2_000)
    expect(job().state).toBe('INITIALIZING')
    await world.clock.advance(2_000)
    expect(job()).toMatchObject({ state: 'FAILED', exceptions: [] })
  })

  it('a savepoint fails while tasks do not run, when told to, and when the job changes meanwhile', async () => {
    submit()
    const ask = async (triggerId: string, waitMs: number) => {
      engine().stop('a'.repeat(32), triggerId, target.targetUri)
      await world.clock.advance(waitMs)
      return engine().savepoint('a'.repeat(32), triggerId)
    }
    expect(await ask('1', 0)).toMatchObject({ value: { state: 'failed' } })
    await world.clock.advance(1_000)
    world.cluster.settings.engine.savepointFailures.push('disk full')
    expect(await ask('2', 1_000)).toMatchObject({ value: { state: 'failed', message: 'disk full' } })
    expect(job().state).toBe('RUNNING')
    engine().stop('a'.repeat(32), '3', target.targetUri)
    engine().cancel('a'.repeat(32))
    await world.clock.advance(1_000)
    expect(engine().savepoint('a'.repeat(32), '3')).toMatchObject({ value: { state: 'failed' } })
    expect(world.blobs.keysNow('savepoints')).toEqual([])
  })

  it('a JobManager that dies between the savepoint and the end of its job leaves the savepoint', async () => {
    submit()
    await world.clock.advance(2_000)
    engine().stop('a'.repeat(32), target.triggerId, target.targetUri)
    await world.clock.advance(520)
    world.cluster.exit(worker('jobmanager').workerId)
    await world.clock.advance(5_000)
    expect(world.blobs.keysNow('savepoints').filter((key) => key.endsWith('/_metadata'))).toHaveLength(1)
    expect(job().state).toBe('RUNNING')
    expect(world.blobs.keysNow().some((key) => key.includes('/archive/'))).toBe(false)
  })

  it('jobs wait for slots, in order, and fail when none come', async () => {
    submit()
    submit({ jobId: 'b'.repeat(32), parallelism: 1 })
    submit({ jobId: 'c'.repeat(32), parallelism: 8 })
    await world.clock.advance(2_000)
    expect(job('b'.repeat(32)).state).toBe('CREATED')
    engine().cancel('a'.repeat(32))
    await world.clock.advance(2_000)
    expect(job('b'.repeat(32)).allTasksRunning).toBe(true)
    await world.clock.advance(300_000)
    expect(job('c'.repeat(32))).toMatchObject({ state: 'FAILED', exceptions: [{ name: expect.stringContaining('NoResourceAvailable') }] })
  })

  it('starts fail, processes stop answering, and the platform loses sight, all on command', async () => {
    world.cluster.failStart('jobmanager', { reason: 'crashed', message: 'port in use' })
    await ensure(0, 2)
    await world.clock.advance(10_000)
    const listed = await world.cluster.listWorkers()
    expect(listed.ok && listed.value.find((each) => each.clusterGeneration === 2 && each.role === 'jobmanager')).toMatchObject({
      state: 'exited',
      exit: { reason: 'crashed', message: 'port in use' },
    })
    const { workerId, endpoint } = worker('jobmanager')
    world.cluster.pause(workerId)
    expect(await world.flink.observeCluster(endpoint!, 1)).toMatchObject({ reason: 'unavailable' })
    world.cluster.pause(workerId, false)
    expect(await world.flink.observeCluster(endpoint!, 1)).toMatchObject({ ok: true })
    world.cluster.hide(workerId)
    world.cluster.exit(workerId)
    const hidden = await world.cluster.listWorkers()
    const unseen = hidden.ok ? hidden.value.find((each) => each.workerId === workerId) : undefined
    expect(unseen?.state).toBe('unknown')
    expect(unseen?.exit).toBeUndefined()
    world.cluster.hide(workerId, false)
    const seen = await world.cluster.listWorkers()
    expect(seen.ok && seen.value.find((each) => each.workerId === workerId)?.state).toBe('exited')
  })

  it('takes idle TaskManagers away first', async () => {
    submit()
    await ensure(2)
    await world.clock.advance(10_000)
    const busy = job().slots[0]
    await ensure(1)
    await world.clock.advance(1_000)
    expect(world.cluster.alive('taskmanager').map((each) => each.worker.workerId)).toEqual([busy])
    expect(job().restarts).toBe(0)
  })
})
