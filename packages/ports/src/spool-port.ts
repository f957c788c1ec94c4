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
  lastReadAtMs?: number
}

/** The rows of a statement between Flink and its reader. One writer (the controller), any number of readers. */
export interface SpoolPort {
  /** Appends chunk number `chunk`; a chunk that is there already is left as it is (the append was repeated). */
  append(tenant: Tenant, statementUid: string, chunk: number, rows: ResultRow[], nowMs: number): Promise<Result<void>>
  /** Says that no chunk follows. */
  complete(tenant: Tenant, statementUid: string, nowMs: number): Promise<Result<void>>
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
