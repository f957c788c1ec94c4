import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildKey } from './build-key.ts'
import { PARTS, type GoPart } from './parts.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headgate-build-key-'))
})
afterEach(async () => {
  await rm(directory, { recursive: true, force: true })
})

test('it differs when a source or the compiler does, and only then', async () => {
  const part: GoPart = { name: 'x', source: { directory, target: '.', files: ['go.mod', 'main.go'] } }
  await writeFile(join(directory, 'go.mod'), 'module x')
  await writeFile(join(directory, 'main.go'), 'package main')
  const key = await buildKey(part, 'go version go1.26.8 linux/amd64')
  expect(key).toMatch(/^[0-9a-f]{16}$/)
  await writeFile(join(directory, 'README'), 'not a source')
  expect(await buildKey(part, 'go version go1.26.8 linux/amd64')).toBe(key)
  expect(await buildKey(part, 'go version go1.27.0 linux/amd64')).not.toBe(key)
  await writeFile(join(directory, 'main.go'), 'package main // changed')
  expect(await buildKey(part, 'go version go1.26.8 linux/amd64')).not.toBe(key)
})

test('the sources of every part are there', async () => {
  for (const part of Object.values(PARTS).flat()) await expect(buildKey(part, 'go')).resolves.not.toBe('')
})
