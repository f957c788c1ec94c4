import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { holdLock } from './hold-lock.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headgate-lock-'))
})
afterEach(async () => {
  await rm(directory, { recursive: true, force: true })
})

test('one holds it at a time', async () => {
  const file = join(directory, 'lock')
  const order: string[] = []
  const first = await holdLock(file)
  const second = holdLock(file).then((lock) => {
    order.push('second holds it')
    return lock
  })
  // Long enough for the second to have it, if nothing kept it away.
  const other = await holdLock(join(directory, 'other'))
  await other.release()
  order.push('first lets go')
  await first.release()
  await (await second).release()
  expect(order).toEqual(['first lets go', 'second holds it'])
})

test('a lock that cannot be had is a failure, not a wait', async () => {
  await expect(holdLock(join(directory, 'missing', 'lock'))).rejects.toThrow(/cannot be had/)
})
