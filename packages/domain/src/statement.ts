import type { ResultColumn } from './data-type.ts'
import type { RestorePoint, StatementIntent, StatementObserved } from './statement-layers.ts'
import type { SqlKind, StatementClass } from './statement-class.ts'

/** What the tenant asked. Only the API writes it; +1 `specVersion` per accepted change. */
export interface StatementSpec {
  /** The SQL text, at most 131,072 characters. User content: encrypted at rest, never logged. */
  sql: string
  /** Echoed exactly. `sql.secrets.*` values are kept sealed and never shown. */
  properties: Record<string, string>
  computePoolId: string
  principal: string
  stopped: boolean
  labels: Record<string, string>
}

/** Phases as the wire shows them. FAILING and DEGRADED are never shown (clients break on them). */
export type StatementPhase =
  | 'PENDING' | 'RUNNING' | 'COMPLETED' | 'DELETING' | 'FAILED' | 'STOPPING' | 'STOPPED'

export type ScalingState = 'OK' | 'PENDING_SCALE_DOWN' | 'PENDING_SCALE_UP' | 'POOL_EXHAUSTED'

export interface StatementWarning {
  severity: 'LOW' | 'MODERATE' | 'CRITICAL'
  /** Upper case with underscores, for example `UNBOUNDED_STATE`. */
  reason: string
  message: string
  createdAtMs: number
}

export interface StatementTraits {
  sqlKind?: SqlKind
  isBounded?: boolean
  isAppendOnly?: boolean
  upsertColumns?: number[]
  columns?: ResultColumn[]
  connectionRefs?: string[]
}

/** What the wire shows as `status`. Written by the plan (and by the API for a refused statement), never by users. */
export interface StatementStatus {
  phase: StatementPhase
  /** Empty while PENDING: clients read a non-empty detail there as an error. */
  detail: string
  traits: StatementTraits
  warnings: StatementWarning[]
  scalingState?: ScalingState
  scalingUpdatedAtMs?: number
  latestOffsets?: Record<string, string>
  latestOffsetsAtMs?: number
  startedAtMs?: number
  endedAtMs?: number
  /** Why nothing can be done yet, in words for a user; shown by the CLI and in events, not in `detail`. */
  waitingFor?: string
  /** When the newest fact behind this status was seen. */
  observedAtMs?: number
}

/** A statement as it is stored: the three layers and what the wire shows. */
export interface Statement {
  organizationId: string
  environmentId: string
  name: string
  /** UUID; names outside carry it, so that a name that is used again is another thing. */
  uid: string
  class: StatementClass
  spec: StatementSpec
  specVersion: number
  createdAtMs: number
  updatedAtMs: number
  deletionRequestedAtMs?: number
  /** Planned and answered, never run, never listed, dropped soon. */
  dryRun: boolean
  /** Made by the platform for itself (a restore drill): never listed, never found by name. */
  scratch?: boolean
  /** Where an INSERT of a DEDICATED pool runs. Derived by the store: there when that pool is of this statement and of the pool that its spec names. The API sees none. */
  ownPoolId?: string
  intent: StatementIntent
  intentVersion: number
  observed: StatementObserved
  status: StatementStatus
}

/** The pool whose processes a statement uses: its own one, else the one that its spec names. */
export const placeOf = ({ ownPoolId, spec }: Pick<Statement, 'ownPoolId' | 'spec'>): string => ownPoolId ?? spec.computePoolId

export interface StatementEvent {
  atMs: number
  type: 'Normal' | 'Warning'
  /** CamelCase, for example `JobSubmitted`. */
  reason: string
  message: string
}

export interface StatementException {
  name: string
  message: string
  atMs: number
}

export type { RestorePoint }
