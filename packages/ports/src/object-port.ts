import type { Result } from '@headgate/domain'
import type { BlobEntry } from './blob-port.ts'

/** One page of a listing. */
export interface ObjectPage {
  /** In ascending order of the UTF-8 bytes of their keys (`compareKeys`), at most 1,000. */
  entries: BlobEntry[]
  /** Give it as `startAfter` to go on; absent: that was the last page. A page may be short, or empty, and yet not the last. */
  nextStartAfter?: string
}

/**
 * The store of snapshots as its keeper sees it: exact listings in bounded memory, and deletion of many at once. Only `apps/snapshots` holds
 * credentials for the verbs that write. Keys as in `BlobPort`; a key that ends in `/` is the marker of an empty directory: it is listed, and
 * can be asked for and removed, nothing else. (A directory that is not empty may have one too. On a store with real directories, the marker of a
 * directory appears when the last object in it is removed.) `rejected`: no key.
 */
export interface ObjectPort {
  /** As `BlobPort.uri`. */
  uri(key: string): string
  /** As `BlobPort.keyOf`. */
  keyOf(uri: string): string | undefined
  /**
   * One page of everything below `prefix` (a directory key; the empty text: of the whole store), its own marker included, in key order, after
   * `startAfter`. Nothing there is an empty page, not a failure; what cannot be listed is `unavailable`: unknown is not empty.
   */
  listPage(prefix: string, startAfter?: string): Promise<Result<ObjectPage>>
  /** `not-found` when there surely is none. */
  stat(key: string): Promise<Result<{ sizeBytes: number; modifiedMs: number }>>
  /**
   * The content, in pieces; a failure on the way, an end that comes too soon included, is thrown by the iteration. Iterate it, if only to stop: it
   * may hold a connection. `not-found` when there surely is none.
   */
  readStream(key: string): Promise<Result<AsyncIterable<Uint8Array>>>
  /** Writes whole or not at all. */
  put(key: string, content: Uint8Array): Promise<Result<void>>
  /** Copies within the store, whole or not at all, whatever the size; over what is there. `not-found`: the source surely is not there. */
  copy(fromKey: string, toKey: string): Promise<Result<void>>
  /**
   * Removes up to 1,000 objects in one request where the store can; what is not there counts as removed. The value names those that
   * were refused; a failure says nothing about any of them.
   */
  removeMany(keys: readonly string[]): Promise<Result<{ refused: { key: string; message: string }[] }>>
}

/** How many keys a page holds and one removal takes at most: the limit of S3 for both. */
export const objectsPerRequestMax = 1_000
