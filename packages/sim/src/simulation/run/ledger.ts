import type { PoolSpec, StatementSpec } from '@headgate/domain'
import type { FakeJob } from '../../fakes/engine/fake-job.ts'

/** What the world truly did with one statement, whatever the product believes. Kept after the statement is gone. */
export interface StatementTruth {
  uid: string
  name: string
  organizationId: string
  environmentId: string
  class: string
  /** Every spec that was stored, by its version. */
  specs: Map<number, StatementSpec>
  /** Job ids by generation, as they were committed. */
  generations: Map<number, string>
  /** Every job that Flink ever took for it, in order. */
  jobs: FakeJob[]
  /** Jobs before this one count no more: a person decided to start with empty state. */
  emptyFrom: number
  /** A bounded job of it ended by itself. */
  finishedByItself: boolean
  /** What a person decided since the last start. */
  mayRunAgain: boolean
  mayStartEmpty: boolean
  deletionAsked: boolean
  isGone: boolean
}

/** What the world truly did with one pool. */
export interface PoolTruth {
  id: string
  specs: PoolSpec[]
  isGone: boolean
}

/** A change that the API said it had accepted. */
export type Accepted =
  | { kind: 'statement'; uid: string; specVersion: number; stopped: boolean; computePoolId: string }
  | { kind: 'statement-deletion'; uid: string }
  | { kind: 'pool'; id: string; maxCfu: number }
  | { kind: 'pool-deletion'; id: string }

/** What checkers know besides the present state of the world: what was promised, and what really happened. */
export interface Ledger {
  statements: Map<string, StatementTruth>
  pools: Map<string, PoolTruth>
  /** Whose a job id is, since it was committed. */
  jobOwners: Map<string, { uid: string; generation: number }>
  submitted: Set<string>
  accepted: Accepted[]
  /** Answers by API key, Idempotency-Key and request, so that all of them agree. */
  idempotent: Map<string, { status: number; text: string }>
  /** Environment and name of each statement whose DELETE has no answer yet. */
  deletionsUnderWay: string[]
  /** Snapshots that a strike took away: nobody can start from them. */
  vanished: Set<string>
  /** Found by observers between two looks of the checkers. */
  violations: string[]
}

export const createLedger = (): Ledger => ({
  statements: new Map(),
  pools: new Map(),
  jobOwners: new Map(),
  submitted: new Set(),
  accepted: [],
  idempotent: new Map(),
  deletionsUnderWay: [],
  vanished: new Set(),
  violations: [],
})
