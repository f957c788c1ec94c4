import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { waitUntil } from '@headgate/testbed'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isAlive, type ProcessIdentity } from './process-identity.ts'
import { endRecorded, recordedProcess, startRecorded } from './recorded-process.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headgate-recorded-'))
})
afterEach(async () => {
  await endRecorded(directory)
  await rm(directory, { recursive: true, force: true })
})

async function startSleep(): Promise<ProcessIdentity> {
  startRecorded(directory, 'sleeper', 'sleep', ['600'])
  return await waitUntil('the record', 10_000, () => recordedProcess(directory, 'sleeper'))
}

test('a process is on record under its own pid, and ends by the record', async () => {
  const identity = await startSleep()
  await waitUntil('it is what it should be', 10_000, async () => (await readFile(`/proc/${identity.pid}/cmdline`, 'utf8')).startsWith('sleep\0') || undefined)
  expect(isAlive(identity)).toBe(true)
  await endRecorded(directory)
  expect(isAlive(identity)).toBe(false)
})

test('a process that took over the pid of a recorded one is left alone', async () => {
  const identity = await startSleep()
  await writeFile(join(directory, 'pids', 'sleeper'), `${identity.pid} 1\n`)
  await endRecorded(directory)
  expect(isAlive(identity)).toBe(true)
  await writeFile(join(directory, 'pids', 'sleeper'), `${identity.pid} ${identity.startTicks}\n`)
})

test('one that ends at once is seen to have ended, with its output in the log', async () => {
  const started = startRecorded(directory, 'short', 'sh', ['-c', 'echo out of order; exit 3'])
  await waitUntil('its end', 10_000, () => started.hasEnded() || undefined)
  expect(await readFile(join(directory, 'log', 'short.log'), 'utf8')).toBe('out of order\n')
})
