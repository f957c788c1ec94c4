import type { Result } from '@headgate/domain'

export interface BlobEntry {
  /** Key relative to the store's root. */
  key: string
  sizeBytes: number
  modifiedMs: number
}

/**
 * Files that both we and Flink reach: checkpoints, savepoints, compiled plans, the job archive, table files.
 * Keys use `/`, never start with it and have no `.` or `..` parts.
 */
export interface BlobPort {
  /** The URI that Flink takes for a key (`file:///…`, later `s3://…`). */
  uri(key: string): string
  /** The key of a URI of this store, or undefined for one outside of it. */
  keyOf(uri: string): string | undefined
  put(key: string, content: Uint8Array): Promise<Result<void>>
  /** `not-found` when there surely is none. */
  read(key: string): Promise<Result<Uint8Array>>
  /**
   * Everything below `prefix` (a directory key), at most `limit` entries, deepest included.
   * `not-found`: the directory itself does not exist; `unavailable`: it could not be listed (unknown is not empty).
   */
  list(prefix: string, options?: { limit?: number; /** 1 = direct children only; directories come as keys that end in `/`. */ depth?: number }): Promise<Result<BlobEntry[]>>
  /** Makes sure that a directory exists (a no-op for stores without directories). */
  ensureDirectory(key: string): Promise<Result<void>>
  /** Removes everything below a prefix; what is not there counts as removed. */
  removeAll(prefix: string): Promise<Result<void>>
}
