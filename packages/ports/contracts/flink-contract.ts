import { expect, it } from 'vitest'
import type { FlinkUnderTest } from './flink-world.ts'
import { flinkSteps, freshJobId, plainUri } from './flink-world.ts'
import { refusal, valueOf } from './store-fixtures.ts'

const endless = 'INSERT INTO nothing SELECT id FROM numbers'
const ending = 'INSERT INTO nothing SELECT id FROM few'
const failing = 'INSERT INTO nothing SELECT CAST(name AS BIGINT) FROM texts'

/** What `FlinkPort` promises. `makeFlink` is called once; every test submits its own jobs and ends them. */
export function flinkContract(makeFlink: () => Promise<FlinkUnderTest>): void {
  const { world, insert, job } = flinkSteps(makeFlink)
  const endpoint = () => world().jobManagerEndpoint

  it('observes the cluster in one batch', async () => {
    const cluster = valueOf(await world().flink.observeCluster(endpoint(), 7))
    expect(cluster.clusterGeneration).toBe(7)
    expect(cluster.taskManagers).toBeGreaterThanOrEqual(1)
    expect(cluster.slotsTotal).toBeGreaterThanOrEqual(4)
    expect(cluster.flinkVersion).toMatch(/^\d+\.\d+/)
  })

  it('a job that it does not know is not-found, and counts as cancelled', async () => {
    const jobId = freshJobId()
    expect(await world().flink.describeJob(endpoint(), jobId)).toMatchObject(refusal('not-found'))
    expect(await world().flink.listExceptions(endpoint(), jobId)).toMatchObject(refusal('not-found'))
    expect(await world().flink.savepointStatus(endpoint(), jobId, freshJobId())).toMatchObject(refusal('not-found'))
    valueOf(await world().flink.cancelJob(endpoint(), jobId))
  })

  it('a stop of a job that is gone is refused, or its savepoint fails', async () => {
    const [jobId, triggerId] = [freshJobId(), freshJobId()]
    const asked = await world().flink.stopWithSavepoint(endpoint(), jobId, { triggerId, targetUri: `${world().directoryUri}/savepoints` })
    if (!asked.ok) return expect(['not-found', 'conflict']).toContain(asked.reason)
    await world().wait(async () => {
      const status = await world().flink.savepointStatus(endpoint(), jobId, triggerId)
      return status.ok && status.value.state === 'failed' ? true : undefined
    }, 'the savepoint has failed')
  })

  it('no answer is unavailable', async () => {
    const { flink, deadEndpoint } = world()
    expect(await flink.observeCluster(deadEndpoint, 1)).toMatchObject(refusal('unavailable'))
    expect(await flink.describeJob(deadEndpoint, freshJobId())).toMatchObject(refusal('unavailable'))
    expect(await flink.cancelJob(deadEndpoint, freshJobId())).toMatchObject({ ok: false })
  })

  it('shows a running job, its checkpoints and the slots it takes; a cancelled one keeps its newest checkpoint', async () => {
    const before = valueOf(await world().flink.observeCluster(endpoint(), 1))
    const { jobId, checkpointsUri } = await insert(endless)
    const running = await job(jobId, (each) => each.allTasksRunning && each.newestCheckpoint !== undefined, 'the job runs and has a checkpoint')
    expect(running).toMatchObject({ jobId, state: 'RUNNING', restarts: 0 })
    expect(running.startTimeMs).toBeGreaterThan(0)
    expect(running.restoredFromUri).toBeUndefined()
    expect(running.newestCheckpoint?.isSavepoint).toBe(false)
    expect(plainUri(running.newestCheckpoint?.uri)).toBe(plainUri(`${checkpointsUri}/${jobId}/chk-${running.newestCheckpoint?.id}`))
    await world().wait(async () => {
      const newest = await world().flink.describeJob(endpoint(), jobId)
      const uri = newest.ok ? newest.value.newestCheckpoint?.uri : undefined
      return uri !== undefined && (await world().exists(`${uri}/_metadata`)) ? true : undefined
    }, 'the newest checkpoint can be found')
    const cluster = valueOf(await world().flink.observeCluster(endpoint(), 1))
    expect(cluster.jobs[jobId]).toMatchObject({ state: 'RUNNING', allTasksRunning: true })
    expect(cluster.slotsAvailable).toBeLessThan(before.slotsTotal)
    expect(valueOf(await world().flink.readSourceOffsets(endpoint(), jobId))).toEqual({})
    expect(valueOf(await world().flink.listExceptions(endpoint(), jobId))).toEqual([])

    valueOf(await world().flink.cancelJob(endpoint(), jobId))
    const cancelled = await job(jobId, (each) => each.state === 'CANCELED', 'the job is cancelled')
    expect(cancelled.endTimeMs).toBeGreaterThanOrEqual(cancelled.startTimeMs)
    valueOf(await world().flink.cancelJob(endpoint(), jobId))
    const kept = cancelled.newestCheckpoint?.uri
    if (kept !== undefined) expect(await world().exists(`${kept}/_metadata`)).toBe(true)
  })

  it('stops with one savepoint, however often it is asked, and starts again from it', async () => {
    const { jobId } = await insert(endless)
    await job(jobId, (each) => each.allTasksRunning, 'the job runs')
    const triggerId = freshJobId()
    const targetUri = `${world().directoryUri}/savepoints/${jobId}`
    await world().ensureDirectory(targetUri)
    const request = { triggerId, targetUri }
    valueOf(await world().flink.stopWithSavepoint(endpoint(), jobId, request))
    const again = await world().flink.stopWithSavepoint(endpoint(), jobId, request)
    expect(again.ok || again.reason === 'conflict').toBe(true)
    const uri = await world().wait(async () => {
      const status = await world().flink.savepointStatus(endpoint(), jobId, triggerId)
      if (!status.ok || status.value.state === 'in-progress') return undefined
      if (status.value.state === 'failed') throw new Error(status.value.message)
      return status.value.uri
    }, 'the savepoint is complete')
    expect(plainUri(uri)).toMatch(new RegExp(`^${plainUri(targetUri)}/savepoint-`))
    expect(await world().exists(`${uri}/_metadata`)).toBe(true)
    await job(jobId, (each) => each.state === 'FINISHED', 'the stopped job is finished')
    expect(await world().flink.savepointStatus(endpoint(), jobId, freshJobId())).toMatchObject(refusal('not-found'))

    const next = await insert(endless, { 'execution.state-recovery.path': uri, 'execution.state-recovery.claim-mode': 'NO_CLAIM' })
    const restored = await job(next.jobId, (each) => each.allTasksRunning && each.restoredFromUri !== undefined, 'the job runs from the savepoint')
    expect(plainUri(restored.restoredFromUri)).toBe(plainUri(uri))
    valueOf(await world().flink.cancelJob(endpoint(), next.jobId))
    await job(next.jobId, (each) => each.state === 'CANCELED', 'the second job is cancelled')
  })

  it('tells a job that ended by itself, and reads its end from the archive', async () => {
    const { jobId } = await insert(ending)
    const finished = await job(jobId, (each) => each.state === 'FINISHED', 'the job finishes')
    expect(finished.endTimeMs).toBeGreaterThan(finished.startTimeMs)
    expect(finished.allTasksRunning).toBe(false)
    const { readArchive } = world()
    if (readArchive === undefined) return
    const text = await world().wait(() => readArchive(jobId), 'the archive holds the job')
    expect(world().flink.parseArchive(jobId, text)).toEqual({ state: 'FINISHED', endTimeMs: finished.endTimeMs })
    expect(world().flink.parseArchive(freshJobId(), text)).toBeUndefined()
    expect(world().flink.parseArchive(jobId, text.slice(0, Math.floor(text.length / 2)))).toBeUndefined()
    expect(world().flink.parseArchive(jobId, '')).toBeUndefined()
  })

  it('tells why a job failed', async () => {
    world().expectToFail?.(failing)
    const { jobId } = await insert(failing, { 'restart-strategy.type': 'none' })
    await job(jobId, (each) => each.state === 'FAILED', 'the job fails')
    const [newest] = valueOf(await world().flink.listExceptions(endpoint(), jobId))
    expect(newest?.name).toMatch(/Exception|Error/)
    expect(newest?.message).toContain('NumberFormatException')
    expect(newest?.atMs).toBeGreaterThan(0)
    valueOf(await world().flink.cancelJob(endpoint(), jobId))
  })
}
