import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { laptopMemory } from '@headgate/flink-engine'
import { afterAll, expect, it } from 'vitest'
import { generationDirectory } from '../cluster/generation-directory.ts'
import { workerCommand } from './worker-command.ts'

const engineDirectory = mkdtempSync(join(tmpdir(), 'headgate-engine-'))
for (const part of ['lib', 'gateway']) mkdirSync(join(engineDirectory, part))
afterAll(() => rmSync(engineDirectory, { recursive: true }))

const objectStore = { endpoint: 'https://store:9000', region: 'us-east-1', pathStyle: true, credentials: { accessKeyId: 'id', secretAccessKey: 'never-to-be-seen', sessionToken: 'token' }, certificateAuthorities: 'PEM' }

it('leads workers to the keys of the store, and to what they are to trust, by names alone', () => {
  const directory = generationDirectory('/data', { organizationId: 'o', environmentId: 'e', computePoolId: 'p' }, 1)
  const command = { role: 'gateway', workerId: 'w', directory, dataDirectory: '/data', engineDirectory, memory: laptopMemory, slotsPerTaskManager: 4, archiveArguments: [] as string[], gatewayPort: 1 } as const
  const { args, env } = workerCommand({ ...command, objectStore })
  expect(env).toMatchObject({ AWS_SHARED_CREDENTIALS_FILE: `${directory.conf}/s3-credentials`, AWS_CONFIG_FILE: `${directory.conf}/s3-credentials`, AWS_EC2_METADATA_DISABLED: 'true' })
  expect(args).toContain(`-Djavax.net.ssl.trustStore=${directory.conf}/trust-store`)
  expect(JSON.stringify({ args, env })).not.toContain('never-to-be-seen')
  const { credentials: _, certificateAuthorities: __, ...bare } = objectStore
  const found = workerCommand({ ...command, objectStore: { ...bare, environment: { AWS_PROFILE: 'work' } } })
  expect(found.env).toMatchObject({ AWS_PROFILE: 'work' })
  expect(found.env).not.toHaveProperty('AWS_SHARED_CREDENTIALS_FILE')
  expect(found.args.join()).not.toContain('trustStore')
  expect(Object.keys(workerCommand(command).env).filter((name) => name.startsWith('AWS'))).toEqual([])
})
