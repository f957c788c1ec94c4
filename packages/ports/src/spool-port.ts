import type { Result, ResultRow, Tenant } from '@headgate/domain'

/** Bounds of one statement's spool. */
export interface SpoolLimits {
  rowsMax: number
  bytesMax: number
}

export interface SpoolState {
  /** Number of the next chunk to be written. */
  nextChunk: number
  /** Chunks below this one were read, and more was asked for after them. */
  readUpToChunk: number
  rowsHeld: number
  bytesHeld: number
  rowsTotal: number
  complete: boolean
  /** Set when the result cannot be completed, with the reason for the user (for example the limit that was reached). */
  failure?: string
  /** Where the writer goes on: the position given with the newest chunk. Opaque to the spool. */
  position?: string
  lastReadAtMs?: number
}

/** The rows of a statement between Flink and its reader. One writer (the controller), any number of readers. */
export interface SpoolPort {
  /**
   * Appends chunk number `chunk` and notes `position` in the same transaction; a chunk that is there already is left as it is
   * (the append was repeated). Chunks are numbered from 0 without gaps.
   */
  append(tenant: Tenant, statementUid: string, chunk: number, rows: ResultRow[], nowMs: number, position?: string): Promise<Result<void>>
  /** Says that no chunk follows; with `failure`: because the result cannot be completed. */
  complete(tenant: Tenant, statementUid: string, nowMs: number, failure?: string): Promise<Result<void>>
  /** The state of an empty spool for a statement that has written nothing yet. */
  state(tenant: Tenant, statementUid: string): Promise<Result<SpoolState>>
  /**
   * Reads chunk `chunk` and notes that its predecessors were read. `undefined` rows: not written yet.
   * A chunk that was trimmed is `not-found`.
   */
  read(tenant: Tenant, statementUid: string, chunk: number, nowMs: number): Promise<Result<{ rows: ResultRow[] | undefined; last: boolean }>>
  /** Drops chunks below `chunk` (streaming results that were read). */
  trim(tenant: Tenant, statementUid: string, chunk: number): Promise<Result<void>>
  remove(tenant: Tenant, statementUid: string): Promise<Result<void>>
}
