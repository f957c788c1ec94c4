import { describe, expect, it } from 'vitest'
import { pool, townWithInsert } from './town.ts'
import type { Town } from './town.ts'

const message = 'Aborting due to java.lang.OutOfMemoryError: Java heap space'

/** A neighbour that is well, and a statement whose job runs its TaskManager out of memory five seconds after all its tasks run. */
async function townWithHog(evidence: 'names-it' | 'names-nobody'): Promise<Town> {
  const town = await townWithInsert()
  await town.world.clock.advance(15_000)
  await town.create('hog', 'INSERT INTO sink SELECT k FROM source')
  let ranMs = 0
  const everyMs = 500
  const look = async (): Promise<void> => {
    const job = await town.jobOf('hog')
    ranMs = job?.allTasksRunning === true ? ranMs + everyMs : 0
    if (ranMs >= 5_000) {
      ranMs = 0
      const named = evidence === 'names-it' ? job : undefined
      const worker = town.world.cluster.alive('taskmanager')[0]?.worker.workerId
      if (worker !== undefined) town.world.cluster.exit(worker, 'out-of-memory', message, named === undefined ? {} : { thread: 'Source: source[1] (1/1)#0', jobIds: [named.request.jobId] })
    }
    town.world.clock.schedule(everyMs, () => void look())
  }
  town.world.clock.schedule(everyMs, () => void look())
  return town
}

async function events(town: Town, name: string): Promise<string[]> {
  const { uid } = await town.read(name)
  const listed = await town.world.stores.api.listEvents(pool, uid, 200)
  return listed.ok ? listed.value.map((event) => `${event.reason}: ${event.message}`) : []
}

/** The hog FAILED with its state kept; the neighbour runs, knows why it restarted, and is left alone. */
async function expectJustice(town: Town): Promise<void> {
  const failed = await town.until('hog', 'FAILED', 900_000)
  expect(failed.status.detail).toMatch(/out of memory \(Java heap space\), \d times/)
  expect(failed.intent).toMatchObject({ rest: 'failed', slotsAsked: 0 })
  const well = await town.until('run', 'RUNNING', 300_000)
  const generation = well.intent.generation?.generation
  await town.world.clock.advance(120_000)
  const later = await town.read('run')
  expect(later.status.phase).toBe('RUNNING')
  expect(later.intent.generation?.generation).toBe(generation)
  expect(later.status.warnings.map((warning) => warning.message).join()).toMatch(/ran out of memory: Java heap space.*The cause was the statement 'hog'/)
  expect((await events(town, 'run')).filter((event) => event.startsWith('PoolOutOfMemory')).length).toBeGreaterThanOrEqual(3)
  expect(town.liveJobs()).toBe(1)
  expect(town.crashes).toEqual([])
}

describe('a statement that runs its TaskManager out of memory', () => {
  it('is found by the thread that asked for it, after three losses', async () => {
    const town = await townWithHog('names-it')
    await expectJustice(town)
    expect((await town.read('hog')).status.detail).toContain("at last 'Source: source[1] (1/1)#0'")
    expect(town.world.cluster.all().filter((each) => each.worker.exit?.reason === 'out-of-memory')).toHaveLength(3)
  }, 60_000)

  it('is found by running alone, where no thread is named', async () => {
    const town = await townWithHog('names-nobody')
    await expectJustice(town)
    expect((await town.read('hog')).status.detail).toContain('It was alone')
  }, 60_000)

  it('a neighbour that is wrongly named some of the time is tried, and cleared', async () => {
    const town = await townWithHog('names-nobody')
    town.world.cluster.exit(town.world.cluster.alive('taskmanager')[0]?.worker.workerId ?? '', 'out-of-memory', message, { jobIds: [(await town.jobOf('run'))?.request.jobId ?? ''] })
    await expectJustice(town)
  }, 60_000)

  it('those who wait for their turn say so, and go on from their newest checkpoint', async () => {
    const town = await townWithHog('names-nobody')
    const waiting = await town.untilSeen('run', ({ status }) => status.waitingFor?.includes('waits for its turn') === true, 300_000)
    expect(waiting.status).toMatchObject({ phase: 'PENDING', detail: '' })
    await expectJustice(town)
    expect((await town.read('run')).intent.generation?.restoreFrom).toMatchObject({ kind: 'checkpoint' })
  }, 60_000)
})
