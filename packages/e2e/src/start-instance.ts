import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDev } from '@headgate/dev-env'
import type { Dev } from '@headgate/dev-env'
import { createApiUser } from './api-user.ts'
import type { ApiUser } from './api-user.ts'

/** A whole Headgate in a private directory, and a user of it. */
export interface Instance {
  dev: Dev
  user: ApiUser
  directory: string
  /** Brings it up again in the same directory, after a stop or a kill. */
  restart(): Promise<void>
  end(): Promise<void>
}

export interface InstanceOptions {
  /** Called with the new directory before anything is started in it. */
  prepare?: (directory: string) => Promise<void>
  /** As `dev` gets them. */
  store?: string
  env?: Record<string, string>
  /** More environment for its processes: short times, another store. */
  childEnv?: Record<string, string>
}

export async function startInstance(options: InstanceOptions = {}): Promise<Instance> {
  const directory = await mkdtemp(join(tmpdir(), 'headgate-e2e-'))
  await options.prepare?.(directory)
  const bring = async (): Promise<Dev> =>
    startDev({ dataDirectory: directory, port: 0, store: options.store, env: { ...process.env, HEADGATE_STORE: '', ...options.env }, ...(options.childEnv === undefined ? {} : { childEnv: options.childEnv }) })
  const dev = await bring()
  const instance: Instance = {
    dev,
    user: createApiUser(dev.connection),
    directory,
    async restart() {
      instance.dev = await bring()
      instance.user = createApiUser(instance.dev.connection)
    },
    async end() {
      await instance.dev.stop('without-savepoints')
      await rm(directory, { recursive: true, force: true })
    },
  }
  return instance
}
