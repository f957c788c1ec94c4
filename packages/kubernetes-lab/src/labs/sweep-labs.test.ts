import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { waitUntil } from '@headgate/testbed'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bootId, identifyProcess, isAlive, signalProcess } from '../machine/process-identity.ts'
import { endRecorded, recordedProcess, startRecorded } from '../machine/recorded-process.ts'
import { endLab } from './end-lab.ts'
import { readLabRecords, writeLabRecord, type LabRecord } from './lab-record.ts'
import { openLab } from './open-lab.ts'
import { sweepLabs } from './sweep-labs.ts'

let cache: string
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'headgate-labs-'))
})
afterEach(async () => {
  await rm(cache, { recursive: true, force: true })
})

const said: string[] = []
const say = (line: string) => void said.push(line)

/** A lab as it stays behind: a directory, a record, and one process of it. */
async function leaveLab(id: string, owner: LabRecord['owner'], boot = bootId()) {
  const directory = join(cache, id)
  await mkdir(directory)
  writeLabRecord(cache, { id, bootId: boot, directory, mode: 'control-plane', owner })
  startRecorded(directory, 'etcd', 'sleep', ['600'])
  return { directory, process: await waitUntil('the record', 10_000, () => recordedProcess(directory, 'etcd')) }
}

test('what a dead owner left goes; what lives, and what a person keeps, stays', async () => {
  const dead = await leaveLab('dead', { pid: process.pid, startTicks: '1' })
  const living = await leaveLab('living', identifyProcess(process.pid))
  const kept = await leaveLab('kept', undefined)
  expect(await sweepLabs(cache, say)).toBe(1)
  expect([dead, living, kept].map(({ process: identity }) => isAlive(identity))).toEqual([false, true, true])
  expect([dead, living, kept].map(({ directory }) => existsSync(directory))).toEqual([false, true, true])
  expect(readLabRecords(cache).map(({ id }) => id).toSorted()).toEqual(['kept', 'living'])
  expect(await sweepLabs(cache, say, ({ owner }) => owner === undefined)).toBe(1)
  expect(isAlive(kept.process)).toBe(false)
  await endRecorded(living.directory)
})

test('opening one sweeps first, and wants an empty directory', async () => {
  const dead = await leaveLab('dead', { pid: process.pid, startTicks: '1' })
  const lab = await openLab(cache, { mode: 'control-plane', directory: undefined, keep: false, say })
  expect(isAlive(dead.process)).toBe(false)
  expect(readLabRecords(cache)).toEqual([lab])
  expect(lab.owner).toEqual(identifyProcess(process.pid))
  await writeFile(join(lab.directory, 'something'), '')
  await expect(openLab(cache, { mode: 'control-plane', directory: lab.directory, keep: false, say })).rejects.toThrow(/is not empty/)
})

test('a lab that is not on record any more is left alone: its place may be another one\'s', async () => {
  const { directory, process: identity } = await leaveLab('reused', undefined)
  const record: LabRecord = { id: 'reused', bootId: bootId(), directory, mode: 'control-plane' }
  await endLab(cache, { ...record, id: 'another' })
  expect(isAlive(identity)).toBe(true)
  await endLab(cache, record)
  expect(isAlive(identity)).toBe(false)
})

test('of a lab from before the machine was started only files are taken away', async () => {
  const { directory, process: identity } = await leaveLab('old', { pid: process.pid, startTicks: '1' }, 'another boot')
  expect(await sweepLabs(cache, say)).toBe(1)
  expect([isAlive(identity), existsSync(directory)]).toEqual([true, false])
  signalProcess(identity, 'SIGKILL')
})
