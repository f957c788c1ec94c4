import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { servingRoles, createPostgresStores } from '@headgate/adapter-postgres'
import { startTestPostgres } from '@headgate/adapter-postgres/testing'
import type { TestPostgres } from '@headgate/adapter-postgres/testing'
import { migrateQueue } from '@headgate/adapter-queue'
import { createHeadgateClient } from '@headgate/contract'
import type { HeadgateClient } from '@headgate/contract'
import { newPoolIntent, newPoolObserved, newPoolStatus } from '@headgate/domain'
import { systemClock } from '../src/system/system-clock.ts'

/** An organization with an environment, its default pool, a service account and a cloud key. */
export interface MainTenant {
  organizationId: string
  environmentId: string
  computePoolId: string
  accountId: string
  apiKey: string
  apiSecret: string
}

/** The real API process on a real Postgres, with one tenant. */
export interface RunningMain extends MainTenant {
  endpoint: string
  client: HeadgateClient
  child: ChildProcess
  postgres: TestPostgres
  logFile: string
  /** What the rows of this database are sealed with. */
  secretKey: Uint8Array
  dataDirectory: string
  addTenant(): Promise<MainTenant>
  /** Resolves to the exit code. */
  ended: Promise<number | null>
  /** Ends what is left and removes all of it. */
  clean(): Promise<void>
}

export interface StartMainOptions {
  /** Stands between the process and its database: gets the URL of the database, gives the one that the process connects to. */
  through?: (databaseUrl: string) => Promise<string>
  /** Added to its environment. */
  env?: Record<string, string>
  /** How many files, connections among them, the process may have open. */
  descriptorsMax?: number
}

/** Starts it and waits until it says that it is ready. */
export async function startMain(options: StartMainOptions = {}): Promise<RunningMain> {
  const directory = await mkdtemp(join(tmpdir(), 'headgate-api-'))
  const postgres = await startTestPostgres()
  const queue = await migrateQueue(postgres.migratorUrl, { prefix: 'headgate', roles: Object.values(servingRoles) })
  if (!queue.ok) throw new Error(queue.message)
  const secretKey = randomBytes(32)
  const secretKeyFile = join(directory, 'master.key')
  await writeFile(secretKeyFile, `${secretKey.toString('base64')}\n`)
  const tenant = await addTenant(postgres, secretKey)
  const addAnother = () => addTenant(postgres, secretKey)
  const logFile = join(directory, 'api.log')
  const child = fork(join(import.meta.dirname, '../src/main.ts'), {
    ...nodeWith(options.descriptorsMax),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      PATH: process.env['PATH'] ?? '',
      HEADGATE_DATABASE_URL: (await options.through?.(postgres.apiUrl)) ?? postgres.apiUrl,
      HEADGATE_QUEUE_URL: postgres.apiUrl,
      HEADGATE_SECRET_KEY_FILE: secretKeyFile,
      HEADGATE_DATA_DIRECTORY: directory,
      HEADGATE_PORT: '0',
      HEADGATE_LOG_FILE: logFile,
      ...options.env,
    },
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const clean = async () => {
    if (child.exitCode === null) child.kill('SIGKILL')
    await ended
    await postgres.stop()
    await rm(directory, { recursive: true, force: true })
  }
  try {
    const endpoint = await ready(child, ended)
    const client = createHeadgateClient({ endpoint, apiKey: tenant.apiKey, apiSecret: tenant.apiSecret })
    return { endpoint, ...tenant, client, child, postgres, logFile, secretKey, dataDirectory: directory, addTenant: addAnother, ended, clean }
  } catch (error) {
    await clean()
    throw error
  }
}

/** The node of this process; with a limit of open files it is started by a shell that sets it. */
function nodeWith(descriptorsMax: number | undefined): { execPath?: string; execArgv: string[] } {
  const words = ['--disable-warning=ExperimentalWarning']
  if (descriptorsMax === undefined) return { execArgv: words }
  return { execPath: '/bin/sh', execArgv: ['-c', `ulimit -n ${descriptorsMax} && exec "$0" "$@"`, process.execPath, ...words] }
}

async function ready(child: ChildProcess, ended: Promise<number | null>): Promise<string> {
  return await Promise.race([
    new Promise<string>((resolve, reject) => {
      child.on('message', (message: { type: string; address?: string; message?: string }) => {
        if (message.type === 'ready') resolve(message.address ?? '')
        if (message.type === 'failed') reject(new Error(message.message))
      })
    }),
    ended.then((code) => Promise.reject(new Error(`The API ended with ${code} before it was ready.`))),
  ])
}

async function addTenant(postgres: TestPostgres, secretKey: Uint8Array): Promise<MainTenant> {
  const stores = createPostgresStores({ url: postgres.apiUrl, role: 'api', secretKey, clock: systemClock, poolSize: 2 })
  const nowMs = systemClock.nowMs()
  const stored = { version: 1, createdAtMs: nowMs, updatedAtMs: nowMs }
  const organizationId = randomUUID()
  const environmentId = 'env-a00001'
  const computePoolId = 'lfcp-a00001'
  const accountId = 'sa-a00001'
  const apiKey = randomBytes(8).toString('hex').toUpperCase()
  const apiSecret = randomBytes(24).toString('base64url')
  const steps = [
    await stores.resources.organizations.create({ id: organizationId, displayName: 'test', ...stored }),
    await stores.resources.environments.create({ organizationId }, { organizationId, id: environmentId, displayName: 'dev', defaults: {}, ...stored }),
    await stores.resources.serviceAccounts.create({ organizationId }, { organizationId, id: accountId, displayName: 'owner', description: '', ...stored }),
    await stores.resources.apiKeys.create(
      { organizationId },
      { organizationId, id: apiKey, displayName: '', description: '', ownerId: accountId, reach: { kind: 'cloud' }, secretHash: createHash('sha256').update(apiSecret).digest('hex'), ...stored },
    ),
    await stores.api.createPool({ organizationId, environmentId }, {
      organizationId, environmentId, id: computePoolId, createdAtMs: nowMs, intent: newPoolIntent(), observed: newPoolObserved(nowMs), status: newPoolStatus(),
      spec: { displayName: 'default', cloud: 'AWS', region: 'local-1', maxCfu: 10, defaultPool: true, enableAi: false },
    }),
  ]
  await stores.close()
  const refused = steps.find((step) => !step.ok)
  if (refused !== undefined && !refused.ok) throw new Error(`${refused.message} ${refused.detail ?? ''}`)
  return { organizationId, environmentId, computePoolId, accountId, apiKey, apiSecret }
}
