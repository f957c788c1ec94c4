import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSnapshotUser, eventually, startCountedTotals } from '../src/index.ts'
import type { CountedTotals, SnapshotObject, SnapshotUser } from '../src/index.ts'

/**
 * `kill -9` of the keeper of snapshots, of the controller and of the JobManager at each step of a savepoint. Each step is held by stopping
 * (SIGSTOP) the process that would take the next one. Afterwards there is one snapshot, written once, and its state is exact.
 */
const victims = ['snapshots', 'controller', 'jobmanager'] as const
const steps = ['asked for', 'under way', 'written', 'complete'] as const
let world: CountedTotals
let snapshots: SnapshotUser

beforeAll(async () => {
  world = await startCountedTotals({ childEnv: { HEADGATE_CHECKPOINT_INTERVAL_MS: '2000' } })
  snapshots = createSnapshotUser(world.instance.user)
  await world.instance.user.run(world.sql, { name: 'totals' })
}, 600_000)

afterAll(() => world?.end(), 120_000)

const pidOf = (name: 'snapshots' | 'controller'): number => {
  const pid = world.instance.dev.pids()[name]
  if (pid === undefined) throw new Error(`${name} does not run`)
  return pid
}

/** The directories of the attempts at a snapshot that hold a complete savepoint. */
async function writtenDirectories(id: string, uid: string): Promise<string[]> {
  const { organizationId, environmentId } = world.instance.user.connection
  const root = join(world.instance.directory, 'organizations', organizationId, 'environments', environmentId, 'statements', uid, 'snapshots')
  const found = await readdir(root, { recursive: true }).catch(() => [])
  return found.filter((path) => path.startsWith(id) && path.endsWith('/_metadata'))
}

/** Stops who would take the next step; gives back how to let it go on. */
async function hold(step: (typeof steps)[number]): Promise<() => Promise<void>> {
  if (step === 'under way') {
    await world.instance.dev.killWorkers('taskmanager', 'SIGSTOP')
    return async () => void (await world.instance.dev.killWorkers('taskmanager', 'SIGCONT'))
  }
  if (step === 'complete') return async () => undefined
  const pid = pidOf(step === 'asked for' ? 'controller' : 'snapshots')
  process.kill(pid, 'SIGSTOP')
  return async () => {
    try {
      process.kill(pid, 'SIGCONT')
    } catch {
      // It was the victim.
    }
  }
}

const reached = (step: (typeof steps)[number], id: string, uid: string) =>
  eventually(`the snapshot is ${step}`, async () => {
    const { status } = await snapshots.read(id)
    switch (step) {
      case 'asked for':
        return status.state === 'PENDING'
      case 'under way':
        return status.state === 'IN_PROGRESS'
      case 'written':
        return (await writtenDirectories(id, uid)).length > 0
      case 'complete':
        return status.state === 'COMPLETED'
    }
  }, 60_000)

/** The supervisor gives a process up that dies three times within a minute: that is not what is tried here. */
const betweenDeathsMs = 31_000
const diedAtMs = new Map<string, number>()

describe.each(steps)('when a savepoint is %s', (step) => {
  it.each(victims)('kill -9 of the %s: it is there once, and is restored with exact counts', async (victim) => {
    if (victim !== 'jobmanager') await delay(Math.max(0, (diedAtMs.get(victim) ?? 0) + betweenDeathsMs - Date.now()))
    const { user, dev } = world.instance
    await user.waitFor('totals', ['RUNNING'], 180_000)
    await world.send(40)
    await world.expectExact('before')
    const { uid } = (await user.read('totals')).metadata
    const letGoOn = await hold(step)
    const asked = await user.request<SnapshotObject>('POST', snapshots.path, { statement_name: 'totals' })
    expect(asked.status).toBe(201)
    try {
      await reached(step, asked.body.id, uid)
      if (victim === 'jobmanager') expect(await dev.killWorkers('jobmanager')).toBeGreaterThan(0)
      else process.kill(pidOf(victim), 'SIGKILL')
      diedAtMs.set(victim, Date.now())
    } finally {
      await letGoOn()
    }
    const completed = await snapshots.waitFor(asked.body.id, 'COMPLETED', 180_000)
    const written = await writtenDirectories(completed.id, uid)
    expect(written.filter((path) => path.startsWith(`${completed.id}-${completed.status.attempt ?? 0}/`)), 'the attempt that counts was written once').toHaveLength(1)
    // An attempt whose JobManager died may be complete and still have been given up only if nobody could have seen it.
    expect(written, 'no attempt was made beside a complete one').toHaveLength(1)
    await user.waitFor('totals', ['RUNNING'], 180_000)
    await world.send(20)
    await user.stop('totals')
    await user.waitFor('totals', ['STOPPED'], 120_000)
    await snapshots.restore('totals', completed.id)
    await world.expectExact('after the restore')
  }, 400_000)
})
