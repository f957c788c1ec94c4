import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nodeCommands, readAddons, writeNodeFiles } from './node-files.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headgate-node-files-'))
})
afterEach(async () => {
  await rm(directory, { recursive: true, force: true })
})

test('every component has a command line that a shell reads as it was meant', async () => {
  await writeNodeFiles(directory, 4)
  for (const [name, words] of Object.entries(nodeCommands(4))) {
    const script = (await readFile(join(directory, 'commands', name), 'utf8')).replace(/^exec /, `printf '%s\\n' `)
    expect(execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trimEnd().split('\n')).toEqual(words)
  }
})

test('configuration holds the addresses of its network and no name without a value', async () => {
  await writeNodeFiles(directory, 4)
  const conf = join(directory, 'conf')
  const texts = await Promise.all((await readdir(conf, { withFileTypes: true })).filter((entry) => entry.isFile()).map(async ({ name }) => await readFile(join(conf, name), 'utf8')))
  for (const text of [...texts, await readAddons(4)]) expect(text).not.toMatch(/@[A-Z_]+@/)
  expect(await readFile(join(conf, 'kubelet.yaml'), 'utf8')).toContain('cgroupRoot: /kubelab4')
  expect(await readFile(join(conf, 'cni.conflist'), 'utf8')).toContain('"subnet": "198.18.4.0/24"')
  expect(await readAddons(4)).toContain('clusterIP: "198.19.64.10"')
})

test('the scripts of the node are scripts', async () => {
  await writeNodeFiles(directory, 0)
  for (const name of ['node-init', 'component']) expect(() => execFileSync('bash', ['-n', join(directory, 'node', name)])).not.toThrow()
})
