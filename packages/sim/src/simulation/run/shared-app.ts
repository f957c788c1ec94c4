import { createApi, defaultApiLimits } from '@headgate/api'
import type { ApiDeps } from '@headgate/api'
import type { Tenant } from '@headgate/domain'
import { defaultGatePolicy } from '@headgate/sql'
import { createLogger, createMetrics } from '@headgate/telemetry'
import type { FakePorts } from '../../create-fake-world.ts'

/** What an API process of a simulation gets of its world. */
export interface AppWorld {
  /** A new one for each process. */
  process: object
  ports: FakePorts
  ids: ApiDeps['ids']
  onLog(line: string): void
}

export type SharedApp = Awaited<ReturnType<typeof createApi>>

const unbounded = Number.MAX_SAFE_INTEGER
let current: AppWorld | undefined
let made: Promise<SharedApp> | undefined

/**
 * The real API app, made once for all runs, because making it takes as long as a hundred requests. What it remembers hangs on the
 * process, and all else that it knows comes through its ports: both are always the ones of the world entered last.
 */
export function enterApp(world: AppWorld): Promise<SharedApp> {
  current = world
  made ??= makeApp()
  return made
}

function makeApp(): Promise<SharedApp> {
  const now = () => {
    if (current === undefined) throw new Error('No world was entered.')
    return current
  }
  const portOf = <K extends keyof FakePorts>(name: K): FakePorts[K] =>
    new Proxy({} as FakePorts[K] & object, { get: (_, verb) => Reflect.get(now().ports[name], verb) as unknown }) as FakePorts[K]
  return createApi({
    store: portOf('api'),
    resources: portOf('resources'),
    spool: portOf('spool'),
    wake: portOf('wake'),
    logs: portOf('logs'),
    get process() {
      return now().process
    },
    clock: portOf('clock'),
    ids: { uuid: () => now().ids.uuid(), token: (length) => now().ids.token(length), hex32: () => now().ids.hex32() },
    config: {
      regions: [{ id: 'aws.local-1', cloud: 'AWS', regionName: 'local-1' }],
      publicUrl: 'http://headgate.sim',
      trustForwarded: false,
      gatePolicy: (tenant: Tenant) => ({ ...defaultGatePolicy, filesystemRoot: now().ports.blobs.uri(`organizations/${tenant.organizationId}/environments/${tenant.environmentId}/files`) }),
      defaultPool: { enabled: true, maxCfu: 4 },
      // The app outlives many API processes and runs: what died with one of them must not count as under way in the next.
      limits: { ...defaultApiLimits, requestsMax: unbounded, requestsPerOrganizationMax: unbounded, requestsPerKeyMax: unbounded },
    },
    telemetry: {
      logger: createLogger({ component: 'api', level: 'trace', nowMs: () => now().ports.clock.nowMs(), destination: { write: (line: string) => now().onLog(line) } }),
      metrics: createMetrics({ component: 'api' }),
    },
  })
}
