import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectionEnvironment, renderConnection } from '@headgate/dev-env/connection'
import { findConnection } from './connection.ts'

const connection = { endpoint: 'http://h:1', organizationId: 'o', environmentId: 'env-1', computePoolId: 'p', database: 'd', cloud: 'AWS', region: 'r', principalId: 's', apiKey: 'k', apiSecret: 'x' }
let directory: string
beforeEach(async () => { directory = await mkdtemp(join(tmpdir(), 'headgate-cli-')) })
afterEach(() => rm(directory, { recursive: true }))

describe('findConnection', () => {
  it('takes --connection before the environment before the nearest .headgate', async () => {
    const deep = join(directory, 'a', 'b')
    await mkdir(deep, { recursive: true })
    await mkdir(join(directory, '.headgate'))
    await writeFile(join(directory, '.headgate', 'connection.json'), renderConnection({ ...connection, endpoint: 'http://near:1' }))
    await writeFile(join(directory, 'named.json'), renderConnection({ ...connection, endpoint: 'http://named:1' }, { playground: {} }))
    expect((await findConnection(undefined, {}, deep)).endpoint).toBe('http://near:1')
    expect((await findConnection(undefined, connectionEnvironment(connection), deep)).endpoint).toBe('http://h:1')
    expect((await findConnection(join(directory, 'named.json'), connectionEnvironment(connection), deep)).endpoint).toBe('http://named:1')
  })

  it('says what is missing', async () => {
    await expect(findConnection(undefined, {}, directory)).rejects.toThrow(/No connection.*headgate dev/)
    await expect(findConnection(undefined, { HEADGATE_ENDPOINT: 'http://h' }, directory)).rejects.toThrow(/HEADGATE_API_SECRET/)
    await writeFile(join(directory, 'half.json'), '{"endpoint":"http://h"}')
    await expect(findConnection('half.json', {}, directory)).rejects.toThrow(/half\.json.*api_key/)
    await expect(findConnection('none.json', {}, directory)).rejects.toThrow(/cannot be read/)
  })
})
