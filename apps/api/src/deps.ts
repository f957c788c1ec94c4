import type { Tenant } from '@headgate/domain'
import type { ApiStore, Clock, Ids, LogPort, Resources, SpoolPort, WakePort } from '@headgate/ports'
import type { GatePolicy } from '@headgate/sql'
import type { Logger, Metrics } from '@headgate/telemetry'

/** A place where compute pools run, in the words of the wire. */
export interface Region {
  /** `<cloud>.<region>` in lower case, for example `aws.local-1`. Without further dots: clients split it there. */
  id: string
  /** `AWS`, `GCP` or `AZURE`: clients take no other. */
  cloud: string
  regionName: string
  displayName?: string
  /** Base URL of the SQL plane there; absent: the URL that the request came to. */
  httpEndpoint?: string
}

/** Bounds against too much of anything. */
export interface ApiLimits {
  environmentsPerOrganizationMax: number
  poolsPerEnvironmentMax: number
  serviceAccountsPerOrganizationMax: number
  apiKeysPerOrganizationMax: number
  snapshotPoliciesPerEnvironmentMax: number
  /** Snapshots of one statement that are being taken at once: Flink writes them one after another. */
  snapshotsUnderWayPerStatementMax: number
  /** Dry runs that wait in this process at once: each holds a request open. */
  dryRunsMax: number
  /** How long a dry run waits for Flink's planner. Clients give up at 60 s. */
  dryRunWaitMs: number
  /** How long the deletion of an environment waits for its default pool to be gone. */
  environmentRemovalWaitMs: number
  /** Open connections. */
  connectionsMax: number
  /** Requests under way in this process at once; more are answered 503. */
  requestsMax: number
  /** Of one organization; more are answered 429. */
  requestsPerOrganizationMax: number
  /** Of one API key; more are answered 429. */
  requestsPerKeyMax: number
  /** How long the refusal of such a request is held back. */
  refusalDelayMs: number
}

/** What the API is told; plain values. */
export interface ApiConfig {
  /** Never empty; the first one gets the default pool of a new environment. */
  regions: readonly Region[]
  /** Base URL in links. Absent: from the request's Host. */
  publicUrl?: string
  /** Whether X-Forwarded-Proto and X-Forwarded-Host may be believed: only behind a proxy that sets them. */
  trustForwarded: boolean
  /** What SQL may reach in an environment. */
  gatePolicy(tenant: Tenant): GatePolicy
  /** URI of the store's root, as Flink takes it and without a slash at its end: `file:///…` or `s3://…`. Absent: nothing can be adopted. */
  storageRoot?: string
  /** Of an organization that has chosen nothing. */
  defaultPool: { enabled: boolean; maxCfu: number }
  limits: ApiLimits
}

/** Limits that suit a team. */
export const defaultApiLimits: ApiLimits = {
  environmentsPerOrganizationMax: 100,
  poolsPerEnvironmentMax: 50,
  serviceAccountsPerOrganizationMax: 1_000,
  apiKeysPerOrganizationMax: 1_000,
  snapshotPoliciesPerEnvironmentMax: 1_000,
  snapshotsUnderWayPerStatementMax: 10,
  dryRunsMax: 50,
  dryRunWaitMs: 45_000,
  environmentRemovalWaitMs: 20_000,
  connectionsMax: 12_000,
  requestsMax: 1_000,
  requestsPerOrganizationMax: 256,
  requestsPerKeyMax: 64,
  refusalDelayMs: 500,
}

/** Everything the API needs of the world. */
export interface ApiDeps {
  store: ApiStore
  resources: Resources
  spool: SpoolPort
  wake: WakePort
  logs: LogPort
  clock: Clock
  ids: Ids
  config: ApiConfig
  telemetry: { logger: Logger; metrics: Metrics }
  /** What the memory of this process hangs on: another object is another process. Default: these deps. */
  readonly process?: object
}
