import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { contentKey } from './content-key.ts'
import { withLock } from './with-lock.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headgate-images-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

it('a key is of names and contents, in any order', () => {
  const key = contentKey([['a', '1'], ['b', '2']])
  expect(key).toMatch(/^[0-9a-f]{12}$/)
  expect(contentKey([['b', '2'], ['a', '1']])).toBe(key)
  for (const other of [[['a', '1']], [['a', '2'], ['b', '1']], [['a', '1'], ['b', '2 ']], [['a 1', ''], ['b', '2']]] as [string, string][][]) expect(contentKey(other)).not.toBe(key)
})

it('only one works under a lock, and a failure frees it', async () => {
  const file = join(directory, 'lock')
  let inside = 0
  let most = 0
  const work = async (): Promise<void> => {
    inside += 1
    most = Math.max(most, inside)
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate)
    inside -= 1
  }
  await expect(withLock(file, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  await Promise.all([withLock(file, work), withLock(file, work), withLock(file, work)])
  expect(most).toBe(1)
  await expect(withLock(join(directory, 'none', 'lock'), work)).rejects.toThrow('cannot be had')
})
