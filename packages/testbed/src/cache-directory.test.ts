import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cacheDirectory, cached } from './cache-directory.ts'

let cache: string
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'headgate-cache-'))
})
afterEach(async () => {
  await rm(cache, { recursive: true, force: true })
})

test('it is filled once per content', async () => {
  let fills = 0
  const fill = async (directory: string) => {
    fills += 1
    await writeFile(join(directory, 'jar'), `fill ${fills}`)
  }
  const first = await cached('kafka', 'pom 1', fill, cache)
  expect(await cached('kafka', 'pom 1', fill, cache)).toBe(first)
  expect(await cached('kafka', 'pom 2', fill, cache)).not.toBe(first)
  expect(fills).toBe(2)
  expect(await readFile(join(first, 'jar'), 'utf8')).toBe('fill 1')
})

test('a failed filling leaves nothing, and the next one succeeds', async () => {
  await expect(
    cached('kafka', 'pom', async (directory) => {
      await writeFile(join(directory, 'half'), '')
      throw new Error('the network broke')
    }, cache),
  ).rejects.toThrow('the network broke')
  expect(await readdir(join(cache, 'kafka'))).toEqual([])
  const directory = await cached('kafka', 'pom', async (target) => await writeFile(join(target, 'jar'), ''), cache)
  expect(await readdir(directory)).toEqual(['jar'])
})

test('it is outside of the clone, where the environment says', () => {
  expect(cacheDirectory({ XDG_CACHE_HOME: '/somewhere' })).toBe('/somewhere/headgate')
  expect(cacheDirectory({})).toMatch(/\.cache\/headgate$/)
})
