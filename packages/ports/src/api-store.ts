import type {
  Catalog, Pool, PoolSpec, Result, Statement, StatementEvent, StatementException, StatementSpec, Tenant,
} from '@headgate/domain'
import type { AnswerKeeper, KeptAnswer, Reservation } from './kept-answer.ts'
import type { Page, PageRequest } from './page.ts'
import type { SnapshotApiStore } from './snapshot-store.ts'

export interface StatementFilter {
  computePoolId?: string
  /** Exact labels that all must match. */
  labels?: Record<string, string>
  /** Substring of the name, case-insensitive. */
  nameSearch?: string
  phase?: string
}

/** A new statement as the API hands it in; the store adds nothing but times and versions. */
export type NewStatement = Omit<Statement, 'intentVersion' | 'specVersion' | 'updatedAtMs'>

/** A new pool likewise. */
export type NewPool = Omit<Pool, 'intentVersion' | 'specVersion' | 'updatedAtMs'>

/**
 * Statements and pools as the API needs them. Each verb is one transaction; each that changes something also writes the
 * wake-up of its key in the same transaction (outbox), so that a lost signal is found by the scan. With a `keeper` it keeps the answer there too.
 */
export interface ApiStore extends SnapshotApiStore {
  /** `conflict` when the name is taken in the environment (a statement being deleted still takes it). `ownPool` is made in the same transaction. */
  createStatement(tenant: Tenant, statement: NewStatement, keeper?: AnswerKeeper<Statement>, ownPool?: NewPool): Promise<Result<Statement>>
  loadStatement(tenant: Tenant, name: string): Promise<Result<Statement>>
  /** By uid; sees dry runs too. */
  loadStatementByUid(tenant: Tenant, uid: string): Promise<Result<Statement>>
  /** Newest first; dry runs are never listed. */
  listStatements(tenant: Tenant, filter: StatementFilter, page: PageRequest): Promise<Result<Page<Statement>>>
  /** Replaces the spec if specVersion is still `expectedSpecVersion` (else `conflict`). `ownPool` is made in the same transaction, unless it is there from an earlier stay. */
  changeStatementSpec(tenant: Tenant, name: string, spec: StatementSpec, expectedSpecVersion: number, nowMs: number, ownPool?: NewPool): Promise<Result<Statement>>
  /** Idempotent. The loop ends the job and then removes the rows. */
  requestStatementDeletion(tenant: Tenant, name: string, nowMs: number): Promise<Result<void>>
  /** A person's choice for a parked statement. */
  resolveStatement(tenant: Tenant, name: string, resolution: 'run-again' | 'treat-as-complete' | 'start-empty', nowMs: number, keeper?: AnswerKeeper<Statement>): Promise<Result<Statement>>
  /** Newest first, at most ten. */
  listExceptions(tenant: Tenant, uid: string): Promise<Result<StatementException[]>>
  /** Oldest first, at most `limit`. */
  listEvents(tenant: Tenant, uid: string, limit: number): Promise<Result<StatementEvent[]>>

  /** Own pools of statements are made beside these verbs, and are neither read nor listed by them. */
  createPool(tenant: Tenant, pool: NewPool, keeper?: AnswerKeeper<Pool>): Promise<Result<Pool>>
  loadPool(tenant: Tenant, poolId: string): Promise<Result<Pool>>
  listPools(tenant: Tenant, page: PageRequest, match?: { region?: string }): Promise<Result<Page<Pool>>>
  changePoolSpec(tenant: Tenant, poolId: string, spec: PoolSpec, expectedSpecVersion: number, nowMs: number): Promise<Result<Pool>>
  requestPoolDeletion(tenant: Tenant, poolId: string, nowMs: number): Promise<Result<void>>
  /** Statements of the pool that are not at rest: a pool with any is not deleted. */
  countLiveStatements(tenant: Tenant, poolId: string): Promise<Result<number>>

  loadCatalog(tenant: Tenant): Promise<Result<Catalog>>

  /**
   * The kept answer of an idempotent request: `undefined` the first time (and the key is reserved in the same transaction for
   * `reserveForMs`), else what was answered. `conflict`: the same key came with another body, or is under way.
   */
  beginIdempotent(reservation: Reservation, bodyHash: string, nowMs: number, reserveForMs: number): Promise<Result<KeptAnswer | undefined>>
  /**
   * Keeps the answer of a request that did nothing (what did something keeps it by an `AnswerKeeper`), or frees the key. Leaves alone what another
   * holds or what is answered; an answer that therefore cannot be kept is `unavailable`.
   */
  finishIdempotent(reservation: Reservation, answer: KeptAnswer | undefined, keepUntilMs: number): Promise<Result<void>>

  /** Answers whether the database can be written: the readiness of the API. */
  ping(): Promise<Result<void>>
}
