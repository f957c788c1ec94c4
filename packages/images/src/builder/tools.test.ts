import { describe, expect, it } from 'vitest'
import { checkTools } from './check-tools.ts'
import type { Machine } from './check-tools.ts'
import { explainFailure } from './explain-failure.ts'

/** A machine that has the commands, and on which apt-get ends as given. */
function machineWith(commands: string[], aptCode = 0) {
  const ran: string[] = []
  const machine: Machine = {
    platform: 'linux',
    userId: 0,
    async run(command, args) {
      ran.push([command, ...args].join(' '))
      if (!commands.includes(command)) return { code: undefined, output: 'spawn ENOENT' }
      return command === 'apt-get' && args[0] !== '--version' ? { code: aptCode, output: 'E: Failed to fetch https://mirror.example/debian/pool/b.deb' } : { code: 0, output: '' }
    },
    onStep: () => undefined,
  }
  return { machine, ran }
}

describe('checkTools', () => {
  it('installs nothing when all is there', async () => {
    const { machine, ran } = machineWith(['buildah', 'mmdebstrap', 'apt-get'])
    expect(await checkTools(machine)).toEqual({ ok: true, value: undefined })
    expect(ran).toEqual(['buildah --version', 'mmdebstrap --version'])
  })
  it('installs what is missing', async () => {
    const { machine, ran } = machineWith(['buildah', 'apt-get'])
    expect(await checkTools(machine)).toMatchObject({ ok: true })
    expect(ran.at(-1)).toMatch(/^apt-get .*install .*--no-install-recommends mmdebstrap$/)
  })
  it.each([
    ['another system', { platform: 'darwin' }, [], /built on Linux.*docker build/],
    ['another user', { userId: 1000 }, ['buildah'], /as root.*sudo -E.*apt-get install mmdebstrap/],
    ['another package manager', {}, [], /buildah and mmdebstrap not found\. Install them/],
  ] as const)('says what to do with %s', async (_, change, commands, message) => {
    const { machine } = machineWith([...commands])
    const checked = await checkTools({ ...machine, ...change })
    expect(checked).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringMatching(message) })
  })
  it('names no mirror when apt fails', async () => {
    const checked = await checkTools(machineWith(['apt-get'], 100).machine)
    expect(checked).toMatchObject({ ok: false, message: 'apt-get update failed: a package archive or registry cannot be reached. Check the network (or the proxy in the environment) and try again.' })
  })
})

describe('explainFailure', () => {
  it.each([
    ['write /a/b: no space left on device', /disk is full/],
    ['E: Could not get lock /var/lib/dpkg/lock-frontend', /another program/],
    ['mount: operation not permitted', /privileged container/],
    ['step 1\nError: building at STEP "COPY engine /engine": no such file\nstep 2', /^X failed: Error: building at STEP/],
    ['', /no reason/],
  ])('%j', (output, message) => {
    const failure = explainFailure('X', { code: 1, output })
    expect(failure.message).toMatch(message)
    expect(failure.message).not.toContain('\n')
  })
})
