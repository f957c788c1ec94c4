import type { Generation, Pool, Statement, StatementEvent, StatementIntent, StatementStatus, StopAttempt } from '@headgate/domain'

/** Everything a statement's plan may look at. */
export interface StatementWorld {
  nowMs: number
  statement: Statement
  /** Undefined: there is no such pool. */
  pool: Pool | undefined
  /** Where `pool` is the statement's own: the DEDICATED pool that grants its slots. Undefined: it is gone, or `pool` is no own one. */
  parent?: Pool
  /** The deployment is stopping: running INSERTs are suspended with a savepoint, nothing new is started. */
  suspending: boolean
  /** Ids to use if this plan needs them; made before planning so that planning stays pure. */
  fresh: { jobId: string; triggerId: string }
  settings: StatementSettings
}

export interface StatementSettings {
  /** A query whose result nobody reads for this long is stopped. */
  unreadTimeoutMs: number
  /** A stop that has not brought a savepoint after this long falls back to the newest checkpoint. */
  stopTimeoutMs: number
  /** Attempts at a stop with savepoint before falling back to the newest checkpoint. */
  stopAttemptsMax: number
  /** A JobManager that has not answered for this long no longer vouches for RUNNING. */
  silentAfterMs: number
  /** How often a running job is looked at when no signal comes. */
  lookEveryMs: number
  retry: { firstMs: number; maxMs: number }
}

/** One idempotent effect. Complete: its executor chooses nothing. */
export type StatementAction =
  | { kind: 'answer-from-catalog' }
  | { kind: 'run-once'; gatewayEndpoint: string }
  | { kind: 'prepare'; gatewayEndpoint: string }
  | { kind: 'submit'; gatewayEndpoint: string; jobManagerEndpoint: string; generation: Generation }
  | { kind: 'start-query'; gatewayEndpoint: string; gatewayWorkerId: string; generation: Generation }
  | { kind: 'drain-query' }
  | { kind: 'stop-with-savepoint'; jobManagerEndpoint: string; generation: Generation; stop: StopAttempt }
  | { kind: 'cancel-job'; jobManagerEndpoint: string; generation: Generation }
  | { kind: 'end-query'; gatewayEndpoint?: string; jobManagerEndpoint?: string; generation?: Generation }
  | { kind: 'remove-statement' }

export interface StatementPlan {
  intent: StatementIntent
  status: StatementStatus
  actions: StatementAction[]
  events: StatementEvent[]
  /** The pool must look at a changed demand. */
  wakePool: boolean
  /** Undefined: only when woken. */
  wakeAfterMs: number | undefined
}
