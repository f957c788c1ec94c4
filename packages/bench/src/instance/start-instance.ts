import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDev } from '@headgate/dev-env'
import type { Dev } from '@headgate/dev-env'
import { createApiClient } from './api-client.ts'
import type { ApiClient } from './api-client.ts'

/** A whole Headgate of its own in a private directory. */
export interface Instance {
  dev: Dev
  api: ApiClient
  directory: string
  /** Where the controller writes what it calls and how long it takes. */
  traceFile: string
  end(): Promise<void>
}

/** Starts `dev` and returns when a first statement would run at once. `childEnv` is more environment for the API and the controller. */
export async function startInstance({ childEnv = {} }: { childEnv?: Record<string, string> } = {}): Promise<Instance> {
  const directory = await mkdtemp(join(tmpdir(), 'headgate-bench-'))
  const traceFile = join(directory, 'trace.jsonl')
  const dev = await startDev({ dataDirectory: join(directory, 'data'), port: 0, childEnv: { HEADGATE_TRACE_FILE: traceFile, ...childEnv } })
  return {
    dev,
    api: createApiClient(dev.connection),
    directory: join(directory, 'data'),
    traceFile,
    async end() {
      await dev.stop('without-savepoints')
      await rm(directory, { recursive: true, force: true })
    },
  }
}
