import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import { explainFailure } from './explain-failure.ts'
import type { runCommand } from './run-command.ts'

/** What a build of images needs of the machine; the Debian packages are named as their commands. */
const tools = ['buildah', 'mmdebstrap']

/** How the machine is asked. */
export interface Machine {
  platform: string
  userId: number | undefined
  run: typeof runCommand
  onStep: (step: string) => void
}

/** Makes sure that the tools are there, and installs them when it may. `rejected`: the user has to do something first; the message says what. */
export async function checkTools(machine: Machine): Promise<Result<void>> {
  if (machine.platform !== 'linux') return failed('rejected', `Images are built on Linux, and this is ${machine.platform}. Here, build them with "docker build -f packages/images/engine/Dockerfile ." (and control-plane).`)
  const missing: string[] = []
  for (const tool of tools) if ((await machine.run(tool, ['--version'])).code !== 0) missing.push(tool)
  if (machine.userId !== 0) {
    const install = missing.length === 0 ? '' : `, after "apt-get install ${missing.join(' ')}"`
    return failed('rejected', `Images are built as root (it makes file systems). Run "sudo -E npx pnpm@12 images build"${install}.`)
  }
  if (missing.length === 0) return ok(undefined)
  if ((await machine.run('apt-get', ['--version'])).code !== 0) return failed('rejected', `${missing.join(' and ')} not found. Install ${missing.length === 1 ? 'it' : 'them'} with this machine's package manager and try again.`)
  machine.onStep(`installing ${missing.join(' and ')}`)
  const wait = ['-o', 'DPkg::Lock::Timeout=300']
  const updated = await machine.run('apt-get', [...wait, 'update', '-q'])
  if (updated.code !== 0) return explainFailure('apt-get update', updated)
  const installed = await machine.run('apt-get', [...wait, 'install', '-y', '-q', '--no-install-recommends', ...missing], { env: { DEBIAN_FRONTEND: 'noninteractive' } })
  return installed.code === 0 ? ok(undefined) : explainFailure(`Installing ${missing.join(' and ')}`, installed)
}
