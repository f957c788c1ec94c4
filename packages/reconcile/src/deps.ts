import type { PoolSettings, SavepointSettings, StatementSettings } from '@headgate/planner'
import type {
  BlobPort, Clock, ClusterPort, FlinkPort, Ids, NamePort, ReconcileStore, SpoolLimits, SpoolPort, SqlGatewayPort, WakePort,
} from '@headgate/ports'
import type { Pool } from '@headgate/domain'
import type { AddressReach } from '@headgate/sql'
import type { KeptSessions } from './statement/kept-sessions.ts'

/** What the platform chooses; tenants do not. */
export interface ReconcileSettings {
  statement: StatementSettings
  pool: PoolSettings
  savepoint: SavepointSettings
  spool: SpoolLimits
  /** How long one holder may act on a key before another may take over. */
  leaseTtlMs: number
  /** How long a turn may go on and keep its key by renewing the lease. */
  turnMsMax: number
  /** Passes over one key in a row before others get their turn. */
  passesMax: number
  /** Where the addresses that statements name may lie. */
  addresses: AddressReach
  /** `host:port` that no option of a table may name, besides the gate's own list: the control plane's database. */
  deniedAddresses: string[]
  /** How long one turn of draining a query lasts. */
  drainTurnMs: number
}

/** Everything the loop needs of the world, through ports. */
export interface ReconcileDeps {
  store: ReconcileStore
  spool: SpoolPort
  cluster: ClusterPort
  flink: FlinkPort
  gateway: SqlGatewayPort
  blobs: BlobPort
  /** Where tables that name no connector have their files, when that is not `blobs`. */
  tableFiles?: Pick<BlobPort, 'uri' | 'keyOf' | 'ensureDirectory'>
  wake: WakePort
  clock: Clock
  ids: Ids
  /** Absent in a world without a network: then only addresses that are written as such are checked. */
  names?: NamePort
  /** Names the process in leases. */
  holder: string
  settings: ReconcileSettings
  /** Of this process. */
  keptSessions: KeptSessions
  /** Deployment-wide mode: true while INSERTs are being suspended before a stop. */
  isSuspending(): boolean
  /** Pools that are kept awake with one TaskManager. */
  isKeptWarm(pool: Pool): boolean
  /** Plans once on a fresh gateway, so that the first statement is quick. */
  warmGateway(endpoint: string): Promise<boolean>
}
