import type { ResultColumn, ResultRow, Result } from '@headgate/domain'

/** One page of an operation's result. */
export interface GatewayPage {
  /** `not-ready`: ask again with the same token; `payload`: rows may be empty; `end`: nothing follows. */
  state: 'not-ready' | 'payload' | 'end'
  columns?: ResultColumn[]
  /** Cells in the wire encoding of the API. */
  rows: ResultRow[]
  jobId?: string
  nextToken?: number
}

/**
 * Flink's SQL Gateway. Private and disposable: nothing that must last lives in it.
 * A refusal by Flink is `rejected` with a readable message (what, line and column, what to do) and the whole cause in `detail`;
 * a session that is gone is `not-found`; a repeated submit of a job id is `conflict`; no answer is `unavailable`,
 * a lost answer to a submit is `unknown-outcome`.
 */
export interface SqlGatewayPort {
  openSession(endpoint: string, session: { name: string; properties: Record<string, string> }): Promise<Result<string>>
  closeSession(endpoint: string, sessionHandle: string): Promise<Result<void>>
  /** Runs one DDL, USE or SET and waits for it. */
  configure(endpoint: string, sessionHandle: string, statement: string): Promise<Result<void>>
  /** Starts one statement; what became of it is told by `fetchPage`. */
  execute(endpoint: string, sessionHandle: string, request: { statement: string; executionConfig?: Record<string, string> }): Promise<Result<string>>
  /**
   * Page `token` (0 first; only the current and the last one can be read). Waits a little while not ready.
   * `timeZone` renders TIMESTAMP_LTZ cells.
   */
  fetchPage(endpoint: string, sessionHandle: string, operationHandle: string, token: number, timeZone?: string): Promise<Result<GatewayPage>>
  /** Ends the operation and the job behind a query. (Flink's `cancel` leaves the job running: never used.) */
  closeOperation(endpoint: string, sessionHandle: string, operationHandle: string): Promise<Result<void>>
}
