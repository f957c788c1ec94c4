import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApiUser } from '@headgate/e2e'
import type { ApiUser } from '@headgate/e2e'
import { freePorts, startKafka } from '@headgate/testbed'
import type { TestKafka } from '@headgate/testbed'
import type { Victim } from '../cells/cell.ts'
import { controlPlanePid, familyOf, isAlive, listFlinkProcesses } from './processes.ts'
import { startHeadgate } from './start-headgate.ts'
import type { Headgate } from './start-headgate.ts'

/** A whole Headgate and a Kafka, each process of its own, in a private directory. Serves many cells, one after the other. */
export interface Stand {
  user: ApiUser
  kafka: TestKafka
  dataDirectory: string
  /** Texts that must be shown nowhere. */
  secrets: string[]
  /** The processes of a victim that are alive. */
  pidsOf(victim: Victim): Promise<number[]>
  /** Does what the operating system's supervisor does for a user: starts Kafka again, and after a power loss `dev` too. */
  supervise(victim: Victim): Promise<void>
  /** Whether the supervisor still runs: if not, the stand cannot serve another cell. */
  isUp(): boolean
  end(): Promise<void>
}

export async function startStand(): Promise<Stand> {
  const directory = await mkdtemp(join(tmpdir(), 'headgate-chaos-'))
  const dataDirectory = join(directory, 'data')
  const [port = 0] = await freePorts(1)
  let headgate: Headgate | undefined
  let isUp = false
  const bring = async (): Promise<Headgate> => {
    const started = await startHeadgate(dataDirectory, port, join(directory, 'dev.log'))
    headgate = started
    isUp = true
    void started.ended.then(() => (isUp = false))
    return started
  }
  const kafka = await startKafka()
  try {
    const { connection } = await bring()
    const user = createApiUser(connection)
    await connectBroker(user, kafka)
    return {
      user,
      kafka,
      dataDirectory,
      secrets: await readSecrets(dataDirectory, connection.apiSecret),
      pidsOf: async (victim) => (victim === 'kafka' ? [kafka.pid()].filter(isAlive) : await pidsOf(victim, dataDirectory, [headgate?.pid ?? 0, kafka.pid()])),
      async supervise(victim) {
        if (victim === 'kafka') await kafka.restart()
        if (victim === 'everything') {
          await headgate?.ended
          await Promise.all([kafka.restart(), bring()])
        }
      },
      isUp: () => isUp,
      async end() {
        await headgate?.stop()
        await kafka.stop()
        await rm(directory, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await headgate?.stop()
    await kafka.stop()
    await rm(directory, { recursive: true, force: true })
    throw error
  }
}

async function pidsOf(victim: Victim, dataDirectory: string, others: number[]): Promise<number[]> {
  const flink = await listFlinkProcesses(dataDirectory)
  const named = (name: 'api' | 'controller' | 'postgres') => [controlPlanePid(dataDirectory, name)].filter((pid) => pid !== undefined)
  switch (victim) {
    case 'taskmanager':
    case 'jobmanager':
    case 'gateway':
      return flink.filter(({ role }) => role === victim).map(({ pid }) => pid)
    case 'api':
    case 'controller':
      return named(victim)
    case 'postgres':
      return named('postgres').flatMap(familyOf)
    case 'kafka':
      return others
    case 'everything':
      // The supervisor first: it must not start anything again.
      return [...others.filter(isAlive), ...named('api'), ...named('controller'), ...named('postgres').flatMap(familyOf), ...flink.map(({ pid }) => pid)]
  }
}

async function connectBroker(user: ApiUser, kafka: TestKafka): Promise<void> {
  const { organizationId, environmentId } = user.connection
  const created = await user.request('POST', `/sql/v1/organizations/${organizationId}/environments/${environmentId}/connections`, {
    name: 'broker',
    spec: { connection_type: 'KAFKA', endpoint: kafka.bootstrapServers, auth_data: { kind: 'PlaintextProvider', data: '{}' } },
  })
  if (created.status !== 201) throw new Error(`POST connections answered ${created.status}: ${JSON.stringify(created.body)}`)
}

async function readSecrets(dataDirectory: string, apiSecret: string): Promise<string[]> {
  const passwords = JSON.parse(await readFile(join(dataDirectory, 'keys', 'passwords.json'), 'utf8')) as Record<string, string>
  return [apiSecret, ...Object.values(passwords)].filter((secret) => secret.length >= 8)
}
