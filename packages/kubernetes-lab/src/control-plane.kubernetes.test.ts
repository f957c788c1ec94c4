import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { waitUntil } from '@headgate/testbed'
import { afterAll, expect, test } from 'vitest'
import { buildKubernetes } from './build/build-kubernetes.ts'
import type { KubernetesLab } from './kubernetes-lab.ts'
import { isAlive } from './machine/process-identity.ts'
import { recordedProcess } from './machine/recorded-process.ts'
import { startKubernetes } from './start-kubernetes.ts'

const BUILD_TIMEOUT_MS = 45 * 60_000
const POD = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pretended' }, spec: { containers: [{ name: 'any', image: 'localhost/nothing:1' }] } }

const started: KubernetesLab[] = []
afterAll(async () => {
  for (const lab of started) await lab.stop()
})

test('what is built is not built again', async () => {
  await buildKubernetes({ parts: ['cluster', 'kwok'] })
  const said: string[] = []
  await buildKubernetes({ parts: ['cluster', 'kwok'], say: (line) => void said.push(line) })
  expect(said).toEqual([])
}, BUILD_TIMEOUT_MS)

test('a control plane validates objects and can be paused; the next start sweeps one whose owner was killed', async () => {
  const owner = spawn(process.execPath, [join(import.meta.dirname, 'testing', 'start-and-wait.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = new Promise((resolve) => void owner.once('close', resolve))
  const directory = await new Promise<string>((resolve, reject) => {
    owner.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))
    owner.once('close', () => reject(new Error('The owner ended.')))
  })
  const orphans = ['etcd', 'kube-apiserver'].map((name) => recordedProcess(directory, name)!)
  owner.kill('SIGKILL')
  await gone
  expect(orphans.map(isAlive)).toEqual([true, true])

  const lab = await startKubernetes({ mode: 'control-plane' })
  started.push(lab)
  expect(orphans.map(isAlive)).toEqual([false, false])
  expect(existsSync(directory)).toBe(false)

  await expect(lab.kubectl(['apply', '--dry-run=server', '-f', '-'], { input: JSON.stringify({ ...POD, spec: { container: [] } }) })).rejects.toThrow(/unknown field "spec.container"/)
  await lab.pauseApiServer()
  await expect(lab.kubectl(['get', 'namespaces', '--request-timeout=2s'])).rejects.toThrow()
  await lab.resumeApiServer()
  await waitUntil('it answers again', 60_000, async () => await lab.kubectl(['get', 'namespaces']).then(() => true, () => undefined))

  const identity = recordedProcess(lab.directory, 'kube-apiserver')!
  await lab.stop()
  expect([isAlive(identity), existsSync(lab.directory)]).toEqual([false, false])
})

test('pods run on nodes that are only pretended', async () => {
  const lab = await startKubernetes({ mode: { kwok: 3 } })
  started.push(lab)
  expect((await lab.kubectl(['get', 'nodes', '-o', 'name'])).trim().split('\n')).toEqual(['node/kwok-0', 'node/kwok-1', 'node/kwok-2'])
  await lab.kubectl(['apply', '-f', '-'], { input: JSON.stringify(POD) })
  await lab.kubectl(['wait', '--for=condition=Ready', 'pod/pretended', '--timeout=90s'])
  await lab.stop()
})
