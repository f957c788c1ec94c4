import type { MemoryIntent, MemoryLoss } from './pool-memory.ts'
import type { Fact, JobState } from './statement-layers.ts'

/** What the tenant asked of a compute pool. */
export interface PoolSpec {
  displayName: string
  cloud: string
  region: string
  /** 1 to 1000; 0 or unset becomes 10. */
  maxCfu: number
  defaultPool: boolean
  enableAi: boolean
  /** Each INSERT of the pool has a Flink cluster of its own, its own pool; fixed at birth. Absent: all statements share one. */
  type?: 'DEDICATED'
}

export type PoolPhase = 'PROVISIONING' | 'PROVISIONED' | 'FAILED' | 'DEPROVISIONING'

/** What we decided for a pool; the only writer of slot grants. */
export interface PoolIntent {
  /** +1 when a new JobManager is needed; part of process names. Jobs run in no other. */
  clusterGeneration: number
  /** The generation after that, which is being prepared beside it: it has no jobs, and takes over when it is ready. */
  successor?: number
  awake: boolean
  taskManagers: number
  /** Statement uid -> slots granted, first come first served within max_cfu. */
  grants: Record<string, number>
  /** How many of those are in TaskManagers of own pools. Absent: none. */
  slotsElsewhere?: number
  /** Uids that asked and found no room: shown as POOL_EXHAUSTED. */
  exhausted: string[]
  /** Since when nothing has needed the pool. */
  idleSinceMs?: number
  /** Since when nobody has had a slot of its TaskManagers. */
  slotsFreeSinceMs?: number
  /** Who may be planned on the gateway; absent: everybody. */
  planning?: PlanningTurn
  /** What was decided about TaskManagers that ran out of memory; absent: none did. */
  memory?: MemoryIntent
}

/** Statements are planned one at a time for a while, because a gateway ended while several were. */
export interface PlanningTurn {
  /** Who may be planned; undefined: all that no gateway was lost with. */
  uid?: string
  /** Its losses when the turn began: with one more, the turn is over. */
  losses: number
  /** Nobody else is being planned any more. */
  isOpen: boolean
  freeUntilMs: number
}

export type WorkerRole = 'jobmanager' | 'gateway' | 'taskmanager'

/** One process (or pod) of a pool, as the cluster port lists it. */
export interface Worker {
  organizationId: string
  environmentId: string
  computePoolId: string
  clusterGeneration: number
  role: WorkerRole
  /** Unique over time: names the process, never used again. */
  workerId: string
  state: 'starting' | 'running' | 'exited' | 'unknown'
  /** Base URL of its REST endpoint (JobManager, gateway), once known. */
  endpoint?: string
  /** Until when its certificates are valid, where it has any: a JobManager gets a successor before. */
  certificatesUntilMs?: number
  /** Somebody or something else has asked for its end (an eviction, a drain), and it has not come yet. */
  isLeaving?: boolean
  /** Why its state cannot be told, and what to do. */
  trouble?: string
  startedAtMs: number
  /** Why it ended: out-of-memory, killed, a crash with its last log line. */
  exit?: {
    atMs: number
    reason: 'out-of-memory' | 'killed' | 'crashed' | 'dropped' | 'unknown'
    message: string
    /** Of a TaskManager out of memory: the thread that asked for it, and the jobs one of whose tasks has that name. */
    thread?: string
    jobIds?: string[]
  }
}

/** What was seen of a pool's Flink cluster in one batch. */
export interface ClusterFact {
  clusterGeneration: number
  taskManagers: number
  slotsTotal: number
  slotsAvailable: number
  jobs: Record<string, { state: JobState; allTasksRunning: boolean; startTimeMs: number; endTimeMs: number }>
  flinkVersion: string
}

export interface PoolObserved {
  workers: Fact<Worker[]>
  /** The newest cluster generation whose JobManager was seen alive: if it is listed no more, its place was wiped, and it is over. */
  jobManagerSeen?: number
  cluster?: Fact<ClusterFact>
  /** The gateway of this worker id has planned once and answers quickly. */
  warmGatewayWorkerId?: string
  /** Why the last attempt to start processes failed; gone with the next one that succeeds. */
  startFailure?: { message: string; atMs: number }
  /** TaskManagers that ran out of memory in the last hour, oldest first. */
  memoryLosses?: MemoryLoss[]
}

export interface Pool {
  /** Made by the platform for itself (a restore drill): never listed, never found by a tenant. */
  scratch?: boolean
  /** Of an own pool, in which one INSERT of a DEDICATED pool runs: whose it is, and which pool grants its slots. Tenants never see it. */
  ownOf?: { statementUid: string; computePoolId: string }
  organizationId: string
  environmentId: string
  id: string
  spec: PoolSpec
  specVersion: number
  createdAtMs: number
  updatedAtMs: number
  deletionRequestedAtMs?: number
  intent: PoolIntent
  intentVersion: number
  observed: PoolObserved
  status: { phase: PoolPhase; currentCfu: number; detail: string }
}

/** What a pool's plan must know of a statement that runs in it. */
export interface PoolDemand {
  uid: string
  name: string
  /** The own pool where it runs: it counts against the budget of the DEDICATED pool, and needs no process of it. Its job is told there. */
  elsewhere?: string
  needsGateway: boolean
  slotsAsked: number
  slotsAskedAtMs?: number
  /** Grants are kept while a job may still hold slots. */
  jobId?: string
  clusterGeneration?: number
  /** It was planned: what it needs the gateway for is its start, whoever's turn of being planned it is. */
  isPlanned?: boolean
  /** It is being planned on the gateway. */
  isPlanning?: boolean
  /** Gateways that ended meanwhile. */
  planningLosses?: number
  /** When the generation of that job was decided on. */
  startedAtMs?: number
}
