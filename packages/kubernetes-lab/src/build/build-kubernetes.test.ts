import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { buildKubernetes } from './build-kubernetes.ts'

let cacheDirectory: string
beforeEach(async () => {
  cacheDirectory = await mkdtemp(join(tmpdir(), 'headgate-build-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(cacheDirectory, { recursive: true, force: true })
})

test('without Go one line says what to install, and nothing is begun', async () => {
  vi.stubEnv('PATH', cacheDirectory)
  const failure = await buildKubernetes({ cacheDirectory, parts: ['cluster'] }).then(() => '', (error: Error) => error.message)
  expect(failure).toMatch(/^Kubernetes is built with Go.*ENOENT.*apt-get install golang-go\)\.$/)
  expect(await readdir(cacheDirectory)).toEqual([])
})
