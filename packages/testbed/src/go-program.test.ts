import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { goProgram } from './go-program.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headgate-go-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

/** A stand-in that answers as Go of this version does; what it fetches is a module whose programs cannot run yet. */
async function aGo(version: string): Promise<string> {
  const module = join(directory, 'module')
  await mkdir(join(module, 'bin'), { recursive: true })
  await mkdir(join(module, 'pkg/tool/linux_amd64'), { recursive: true })
  for (const name of ['bin/go', 'pkg/tool/linux_amd64/compile']) await writeFile(join(module, name), '', { mode: 0o444 })
  const go = join(directory, 'go')
  const answers = `case "$1 $2 $3" in
  'env GOVERSION GOOS') printf '%s\\nlinux\\namd64\\n' '${version}' ;;
  'mod download -json') [ "$4" = golang.org/toolchain@v0.0.1-go1.26.8.linux-amd64 ] && [ "$GOTOOLCHAIN" = local ] && echo '{"Dir":"${module}"}' ;;
  *) exit 1 ;;
esac`
  await writeFile(go, `#!/bin/sh\n${answers}\n`)
  await chmod(go, 0o755)
  return go
}

test.each(['go1.25.0', 'go1.26.8', 'go1.30', 'devel go1.27-abcdef'])('%s is used as it is', async (version) => {
  const go = await aGo(version)
  expect(await goProgram(go, { PATH: process.env['PATH'] })).toMatchObject({ program: go, env: { GOTOOLCHAIN: 'local' } })
})

test.each(['go1.19.8', 'go1.24.4'])('%s fetches a newer one, which can be run then', async (version) => {
  const { program, env } = await goProgram(await aGo(version), { PATH: process.env['PATH'], GOROOT: '/old' })
  expect(program).toBe(join(directory, 'module/bin/go'))
  expect(env).toMatchObject({ GOTOOLCHAIN: 'local', GOROOT: join(directory, 'module') })
  for (const name of ['bin/go', 'pkg/tool/linux_amd64/compile']) expect((await stat(join(directory, 'module', name))).mode & 0o111, name).toBe(0o111)
})

test('no Go at all says what could not be run', async () => {
  await expect(goProgram(join(directory, 'none'))).rejects.toThrow('none')
})
