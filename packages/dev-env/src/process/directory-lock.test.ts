import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { takeDirectoryLock } from './directory-lock.ts'
import { identify, readStartTime } from './process-identity.ts'
import { recordProcess, sweepRecordedProcesses } from './process-records.ts'

let directory: string
const children: ReturnType<typeof spawn>[] = []
beforeEach(async () => { directory = await mkdtemp(join(tmpdir(), 'headgate-lock-')) })
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(directory, { recursive: true })
})

async function startSleeper(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  children.push(child)
  await once(child, 'spawn')
  return child.pid ?? 0
}

async function end(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL')
  await expect.poll(() => readStartTime(pid)).toBeUndefined()
}

describe('the lock of a data directory', () => {
  it('is held while its process lives, and taken over when that is gone', async () => {
    const file = join(directory, 'dev.lock')
    const other = await startSleeper()
    expect(await takeDirectoryLock(file, other)).toMatchObject({ ok: true })
    expect(await takeDirectoryLock(file)).toMatchObject({ ok: false, exitCode: 4, message: expect.stringContaining(`process ${other}`) })
    await end(other)
    const taken = await takeDirectoryLock(file)
    if (!taken.ok) throw new Error(taken.message)
    await taken.value.release()
    await expect(stat(file)).rejects.toThrow('ENOENT')
  })

  it('is taken over from a later process of the same pid, and from a file that is none', async () => {
    const file = join(directory, 'dev.lock')
    await writeFile(file, JSON.stringify({ pid: process.ppid, startTime: 'another boot:1' }))
    expect(await takeDirectoryLock(file)).toMatchObject({ ok: true })
    await writeFile(file, 'half a li')
    expect(await takeDirectoryLock(file)).toMatchObject({ ok: true })
  })

  it('goes to one of many that ask at once', async () => {
    const file = join(directory, 'dev.lock')
    const pids = await Promise.all([startSleeper(), startSleeper(), startSleeper()])
    const outcomes = await Promise.all(pids.map((pid) => takeDirectoryLock(file, pid)))
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1)
  })

  it('is not released by one who does not hold it', async () => {
    const file = join(directory, 'dev.lock')
    const mine = await takeDirectoryLock(file)
    if (!mine.ok) throw new Error(mine.message)
    await writeFile(file, JSON.stringify(await identify(await startSleeper())))
    await mine.value.release()
    expect(await readFile(file, 'utf8')).toContain('startTime')
  })
})

describe('the sweep of recorded processes', () => {
  it('ends what was recorded, and never another process that has the pid by now', async () => {
    const [recorded, innocent] = [await startSleeper(), await startSleeper()]
    await recordProcess(directory, 'api', recorded)
    await writeFile(join(directory, 'controller.dev.json'), JSON.stringify({ name: 'controller', pid: innocent, startTime: 'another boot:1' }))
    await writeFile(join(directory, 'postgres.dev.json'), '{')
    await writeFile(join(directory, 'of-flink.json'), '{}')
    expect(await sweepRecordedProcesses(directory)).toEqual(['api'])
    expect(await readStartTime(recorded)).toBeUndefined()
    expect(await readStartTime(innocent)).toBeDefined()
    expect(await stat(join(directory, 'of-flink.json'))).toBeDefined()
  })
})
