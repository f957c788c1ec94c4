import type { StatementTraits, StatementWarning } from './statement.ts'

/** A snapshot to start from. */
export interface RestorePoint {
  kind: 'savepoint' | 'checkpoint'
  /** As Flink takes it: a URI of a directory that holds `_metadata`. */
  uri: string
  /** The generation that wrote it; 0: another statement's. */
  generation: number
}

/** Where a statement came from that began with the state of another one. */
export interface StatementOrigin {
  /** `fork`: a statement of its own; `drill`: a rehearsal out of sight, its sinks lead nowhere. */
  kind: 'fork' | 'drill'
  snapshotId: string
  /** What the statement of the snapshot was planned to: its operators keep their identity. */
  prepared: PreparedFact
  /** The state of its sinks is left behind, so that no transaction of the other statement is committed again. */
  dropsSinkState: boolean
}

/** One attempt to stop a generation with a savepoint. The directory and trigger id are written before Flink is asked. */
export interface StopAttempt {
  attempt: number
  /** 32 hex: repeating the request with it takes no second savepoint. */
  triggerId: string
  /** Key prefix in the blob store; each attempt has its own. */
  directoryKey: string
  startedAtMs: number
  /** `user`: spec.stopped; `suspend`: the deployment stops; `move`: to another pool; `isolate`: it gives way while its pool looks for a culprit, and is cancelled. */
  cause: 'user' | 'suspend' | 'move' | 'isolate'
}

/** One Flink job of a statement. Rises only when a new job id is needed. */
export interface Generation {
  generation: number
  /** 32 hex, committed before the submit; a repeated submit is refused by Flink and found by us. */
  jobId: string
  computePoolId: string
  /** The pool's cluster generation it was sent to: gone when those processes are gone. */
  clusterGeneration: number
  parallelism: number
  restoreFrom?: RestorePoint
  createdAtMs: number
}

/** What we decided for a statement; complete: the executor chooses nothing. */
export interface StatementIntent {
  /** Slots asked of the pool; 0 = none. The pool's plan grants them. */
  slotsAsked: number
  slotsAskedAtMs?: number
  /** Needs the pool's gateway (DDL, EXPLAIN, planning), no slots. */
  needsGateway: boolean
  /** The newest generation; older ones are proven gone before it exists. */
  generation?: Generation
  stop?: StopAttempt
  /** A person chose where this generation starts (empty, or from a snapshot): snapshots of older ones are not gone back to by themselves. */
  emptyFromGeneration?: number
  /** The snapshot that a person chose to go on from, until a generation has started from it. */
  chosen?: RestorePoint & { snapshotId: string }
  /** Of a fork or a drill. */
  origin?: StatementOrigin
  /** Where the next generation starts; undefined: no state is expected. */
  restorePoint?: RestorePoint
  /** Once true, the statement is never started empty. */
  stateExpected: boolean
  /** Ended for good (COMPLETED, FAILED) or resting (STOPPED); parked = needs a person's choice. */
  rest?: 'completed' | 'failed' | 'stopped' | 'parked'
  /** What a person decided about a parked statement, until it is acted on. */
  resolution?: 'run-again' | 'treat-as-complete' | 'start-empty'
  /** Why it must end as FAILED, in words for the user: it harms its neighbours. */
  condemned?: string
  /** The gateway that Flink's planner was asked on for this statement, and whether for this one alone. Absent: not being planned. */
  planning?: { gatewayWorkerId: string; isAlone: boolean }
  /** Gateways that ended while this statement was being planned. */
  planningLosses?: number
  /** Failed attempts of the present step, for the backoff. */
  failures: number
  /** The generation that the newest failure was counted for: each loss counts once. */
  failureCountedFor?: number
  retryAtMs?: number
  /** The specVersion this intent answers. */
  specVersion: number
}

/** A fact about the outside: surely absent, unknown, or known with the time it was seen. */
export type Fact<T> =
  | { state: 'absent'; seenAtMs: number }
  | { state: 'unknown'; sinceMs: number }
  | { state: 'known'; value: T; seenAtMs: number }

export const absent = (seenAtMs: number): Fact<never> => ({ state: 'absent', seenAtMs })
export const unknownSince = (sinceMs: number): Fact<never> => ({ state: 'unknown', sinceMs })
export const known = <T>(value: T, seenAtMs: number): Fact<T> => ({ state: 'known', value, seenAtMs })

/** Flink's job states as REST tells them. */
export type JobState =
  | 'INITIALIZING' | 'CREATED' | 'RUNNING' | 'FAILING' | 'FAILED' | 'CANCELLING' | 'CANCELED' | 'FINISHED'
  | 'RESTARTING' | 'SUSPENDED' | 'RECONCILING'

export const terminalJobStates: readonly JobState[] = ['FAILED', 'CANCELED', 'FINISHED']

/** What was seen of a generation's job. */
export interface JobFact {
  generation: number
  state: JobState
  /** Every vertex is RUNNING. */
  allTasksRunning: boolean
  startTimeMs?: number
  endTimeMs?: number
  /** Restarts since this generation was submitted. */
  restarts?: number
  /** Why it restarted last, in one line. */
  lastFailure?: { message: string; atMs: number }
  /** Checkpoints that failed since the newest that completed. */
  failedCheckpoints?: { inARow: number; atMs: number; message: string }
}

/** What planning on the gateway told, once per statement. */
export interface PreparedFact {
  atMs: number
  /** Set: planning failed, and this is why. */
  error?: { message: string; detail?: string }
  traits: StatementTraits
  warnings: StatementWarning[]
  /** Key in the blob store of the compiled plan; absent where Flink cannot compile (batch, queries). */
  planKey?: string
  /** Of CREATE TABLE AS: the INSERT that fills the table, once the table is stored. */
  insertSql?: string
  /** Objects whose state can grow without bound, and whether checkpoints are needed. */
  bounded: boolean
  /** Tables it writes to in transactions that are committed with its checkpoints. Absent: not known. */
  exactlyOnceSinks?: string[]
  /** Those of them that are files. One that was open in a snapshot is part of it, and whoever starts from it goes on writing that very file. Absent: not known. */
  fileSinks?: string[]
}

/** Where the results of a query are being read from. */
export interface DrainFact {
  sessionHandle: string
  operationHandle: string
  /** The gateway process that holds the session: with another one, the result is lost. */
  gatewayWorkerId: string
}

/** What we last saw of the world of one statement. Only observers and outcomes write it. */
export interface StatementObserved {
  prepared?: PreparedFact
  job?: Fact<JobFact>
  /** The newest completed checkpoint or savepoint known of any generation. */
  newestSnapshot?: RestorePoint & { completedAtMs: number }
  /** A generation up to and including this one is proven gone. */
  goneGeneration: number
  drain?: DrainFact
  /** The spool holds the whole result. */
  spoolComplete?: boolean
  spoolFailure?: string
  /** Answer of a one-shot statement (DDL, SHOW, EXPLAIN) is in the spool and its effect is stored. */
  oneShotDone?: { atMs: number; error?: { message: string; detail?: string } }
  /** How the last generation ended, where evidence outside of the JobManager's memory was found. */
  ended?: {
    generation: number
    state: JobState
    atMs: number
    evidence: 'jobmanager' | 'archive' | 'savepoint'
    /** Of a failure: what to tell the user, and whether the platform (not the statement) was the cause. */
    message?: string
    platformFault?: boolean
  }
  /** The directory of this generation was listed after it was gone: what was found there. */
  /** A restore point whose `_metadata` was not there when it was needed. */
  restoreMissingUri?: string
  listed?: { generation: number; directory: 'intact' | 'missing' | 'unlistable'; atMs: number }
  /** Where the sources stood just before the stop. */
  latestOffsets?: { offsets: Record<string, string>; atMs: number }
  /** When the result was last read, for queries that nobody reads. */
  lastReadAtMs?: number
  /** The outcome of one stop attempt, told by its trigger id: attempts of other generations have the same numbers. */
  stopOutcome?: { triggerId: string; savepointUri?: string; failure?: string }
  /** Flink took the job. */
  submitted?: { generation: number; atMs: number }
  /** Written before the job is sent: from then on it may have run, even to its end, without anybody having seen it. */
  sent?: { generation: number; atMs: number }
}
