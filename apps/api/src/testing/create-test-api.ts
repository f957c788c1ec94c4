import { createHash } from 'node:crypto'
import { allOperations } from '@headgate/contract'
import type { ApiKey } from '@headgate/domain'
import type { LogPort, WakePort, WorkKey } from '@headgate/ports'
import { createFakeStores, createSeededIds, createVirtualClock } from '@headgate/sim'
import type { FakeStores, VirtualClock } from '@headgate/sim'
import { defaultGatePolicy } from '@headgate/sql'
import { createLogger, createMetrics } from '@headgate/telemetry'
import type { FastifyInstance } from 'fastify'
import { Compile } from 'typebox/compile'
import { createApi } from '../app.ts'
import { defaultApiLimits } from '../deps.ts'
import type { ApiConfig, ApiDeps } from '../deps.ts'

/** What a test asks. */
export interface TestRequest {
  body?: unknown
  /** Sent as it is, instead of `body`. */
  rawBody?: string
  /** `key:secret`; null: none. Default: the cloud key of the first tenant. */
  auth?: string | null
  headers?: Record<string, string>
}

export interface TestAnswer<T> {
  status: number
  headers: Record<string, string | string[] | number | undefined>
  body: T
  text: string
}

/** A tenant of the test: an organization, an environment with a default pool, and a key of each reach. */
export interface TestTenant {
  organizationId: string
  environmentId: string
  poolId: string
  accountId: string
  /** Of the snapshot that `populate` makes. */
  snapshotId: string
  cloudAuth: string
  regionAuth: string
  /** `/sql/v1/organizations/…/environments/…`. */
  sqlPath: string
  /** `/headgate/v1/organizations/…/environments/…`. */
  headgatePath: string
}

// A loose body: each test knows what it asked for.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Loose = any

export interface TestApi {
  app: FastifyInstance
  stores: FakeStores
  clock: VirtualClock
  deps: ApiDeps
  woken: WorkKey[]
  logLines: string[]
  /** The first tenant; `other` belongs to another organization. */
  tenant: TestTenant
  other: TestTenant
  /** Sends a request, and checks the answer against the contract. */
  request<T = Loose>(method: string, path: string, options?: TestRequest): Promise<TestAnswer<T>>
  close(): Promise<void>
}

const startMs = Date.UTC(2026, 10, 2, 9)
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** The whole API on fakes, with two tenants. */
export async function createTestApi(
  options: { config?: Partial<ApiConfig>; deps?: Partial<ApiDeps>; tenants?: 'both' | 'first'; logs?: LogPort } = {},
): Promise<TestApi> {
  const clock = createVirtualClock(startMs)
  const stores = createFakeStores({ clock })
  const woken: WorkKey[] = []
  const logLines: string[] = []
  const wake: WakePort = {
    wake: async (key) => void woken.push(key),
    listen: async () => ({ stop: async () => undefined }),
  }
  const deps: ApiDeps = {
    store: stores.api,
    resources: stores.resources,
    spool: stores.spool,
    wake,
    logs: options.logs ?? { readLogs: async () => ({ ok: true, value: [] }) },
    clock,
    ids: createSeededIds(7),
    config: {
      regions: [{ id: 'aws.local-1', cloud: 'AWS', regionName: 'local-1' }],
      trustForwarded: false,
      gatePolicy: () => defaultGatePolicy,
      storageRoot: 'file:///data',
      defaultPool: { enabled: true, maxCfu: 10 },
      limits: defaultApiLimits,
      ...options.config,
    },
    telemetry: {
      logger: createLogger({ component: 'api', level: 'trace', destination: { write: (line: string) => void logLines.push(line) } }),
      metrics: createMetrics({ component: 'api' }),
    },
    ...options.deps,
  }
  const app = await createApi(deps)
  const tenant = await addTenant(stores, 'aaaaaaaa-0000-4000-8000-000000000001', 'a')
  const other = options.tenants === 'first' ? tenantOf('bbbbbbbb-0000-4000-8000-000000000002', 'b') : await addTenant(stores, 'bbbbbbbb-0000-4000-8000-000000000002', 'b')

  return {
    app, stores, clock, deps, woken, logLines, tenant, other,
    async request(method, path, request = {}) {
      const auth = request.auth === undefined ? tenant.cloudAuth : request.auth
      const payload = request.rawBody ?? (request.body === undefined ? undefined : JSON.stringify(request.body))
      const response = await app.inject({
        method: method as 'GET',
        url: path.replace(/^https?:\/\/[^/]+/, ''),
        headers: {
          ...(auth === null ? {} : { authorization: `Basic ${Buffer.from(auth).toString('base64')}` }),
          ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
          ...request.headers,
        },
        ...(payload === undefined ? {} : { payload }),
      })
      const isJson = String(response.headers['content-type'] ?? '').startsWith('application/json')
      const body = response.payload === '' || !isJson ? undefined : JSON.parse(response.payload)
      checkContract(method, path, response.statusCode, body)
      return { status: response.statusCode, headers: response.headers, body, text: response.payload }
    },
    close: async () => void (await app.close()),
  }
}

function tenantOf(organizationId: string, letter: string): TestTenant {
  return {
    organizationId,
    environmentId: `env-${letter}00001`,
    poolId: `lfcp-${letter}00001`,
    accountId: `sa-${letter}00001`,
    snapshotId: `${letter.repeat(8)}-0000-4000-8000-00000000005a`,
    cloudAuth: `CLOUD${letter.toUpperCase()}00000000000:secret-of-cloud-${letter}`,
    regionAuth: `REGION${letter.toUpperCase()}0000000000:secret-of-region-${letter}`,
    sqlPath: `/sql/v1/organizations/${organizationId}/environments/env-${letter}00001`,
    headgatePath: `/headgate/v1/organizations/${organizationId}/environments/env-${letter}00001`,
  }
}

async function addTenant(stores: FakeStores, organizationId: string, letter: string): Promise<TestTenant> {
  const tenant = tenantOf(organizationId, letter)
  const { environmentId } = tenant
  const stored = { version: 1, createdAtMs: startMs, updatedAtMs: startMs }
  const scope = { organizationId }
  await stores.resources.organizations.create({ id: organizationId, displayName: `Organization ${letter}`, ...stored })
  await stores.resources.environments.create(scope, { organizationId, id: environmentId, displayName: `environment-${letter}`, defaults: {}, ...stored })
  await stores.resources.serviceAccounts.create(scope, { organizationId, id: tenant.accountId, displayName: `account-${letter}`, description: '', ...stored })
  const keys: [string, ApiKey['reach']][] = [
    [tenant.cloudAuth, { kind: 'cloud' }],
    [tenant.regionAuth, { kind: 'region', environmentId, regionId: 'aws.local-1' }],
  ]
  for (const [auth, reach] of keys) {
    const [id = '', secret = ''] = auth.split(':')
    await stores.resources.apiKeys.create(scope, { organizationId, id, displayName: '', description: '', ownerId: tenant.accountId, reach, secretHash: sha256(secret), ...stored })
  }
  await stores.api.createPool(
    { organizationId, environmentId },
    {
      organizationId, environmentId, id: tenant.poolId, createdAtMs: startMs,
      spec: { displayName: 'default', cloud: 'AWS', region: 'local-1', maxCfu: 10, defaultPool: true, enableAi: false },
      intent: { clusterGeneration: 0, awake: false, taskManagers: 0, grants: {}, exhausted: [] },
      observed: { workers: { state: 'unknown', sinceMs: startMs } },
      status: { phase: 'PROVISIONED', currentCfu: 0, detail: '' },
    },
  )
  return tenant
}

const shapes = allOperations.map((operation) => ({
  method: operation.method,
  pattern: new RegExp(`^${operation.path.replaceAll('.', '\\.').replaceAll(/\{[a-z_]+\}/g, '[^/]+')}$`),
  status: operation.success.status,
  check: operation.success.schema === undefined ? undefined : Compile(operation.success.schema),
  isText: operation.success.contentType !== undefined,
}))

/** A success has the declared status and shape, an error the one shape of all errors. */
function checkContract(method: string, path: string, status: number, body: unknown): void {
  const pathname = path.replace(/^https?:\/\/[^/]+/, '').split('?', 1)[0] ?? ''
  if (status >= 400) {
    const errors = (body as { errors?: { status?: unknown }[] })?.errors
    if (!Array.isArray(errors) || errors.length === 0 || errors.some((error) => error.status !== String(status))) {
      throw new Error(`${method} ${path} answered ${status} without the shape of an error: ${JSON.stringify(body)}`)
    }
    return
  }
  const shape = shapes.find((each) => each.method === method && each.pattern.test(pathname))
  if (shape === undefined) return
  if (shape.status !== status) throw new Error(`${method} ${path} answered ${status}, declared is ${shape.status}.`)
  if (shape.isText) return
  if (shape.check === undefined ? body !== undefined : !shape.check.Check(body)) {
    throw new Error(`${method} ${path} does not answer as declared: ${JSON.stringify(shape.check?.Errors(body).slice(0, 3))} in ${JSON.stringify(body)}`)
  }
}
