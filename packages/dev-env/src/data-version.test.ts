import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dataLayout } from './data-layout.ts'
import { dataVersion, readDataState, writeDataVersion } from './data-version.ts'

let directory: string
beforeEach(async () => { directory = await mkdtemp(join(tmpdir(), 'headgate-version-')) })
afterEach(() => rm(directory, { recursive: true }))

describe('the version of a data directory', () => {
  it('knows new, own, other and foreign ones', async () => {
    const layout = dataLayout(directory)
    const state = async () => (await readDataState(layout)).state
    expect(await state()).toBe('new')
    await writeFile(join(directory, 'dev.lock'), '')
    expect(await state()).toBe('new')
    await mkdir(join(directory, 'photos'))
    expect(await readDataState(layout)).toMatchObject({ state: 'foreign', problem: { message: expect.stringContaining('photos') } })
    await writeDataVersion(layout)
    expect(await state()).toBe('current')
    await writeFile(layout.versionFile, `${dataVersion + 1}`)
    expect(await readDataState(layout)).toMatchObject({ state: 'other-version', problem: { exitCode: 7, message: expect.stringContaining('newer') } })
    await writeFile(layout.versionFile, 'x')
    expect(await readDataState(layout)).toMatchObject({ state: 'other-version', problem: { message: expect.stringContaining('"x"') } })
  })
})
