import type { BlobPort, ObjectPort } from '@headgate/ports'
import { createDirectoryBlobs } from './create-directory-blobs.ts'
import { createDirectoryObjects } from './create-directory-objects.ts'
import { createStoreRoot } from './store-root.ts'

/**
 * The store as a directory that Flink's processes on this machine reach too. URIs are `file:///…`.
 *
 * A put is atomic and durable: written beside its place, flushed, renamed, and the directory flushed. Symbolic links inside of
 * the root are followed by nobody: a key that leads through one is refused, and a listing shows none. `rejected`: not a key.
 * `not-found` only if there surely is nothing; any other answer of the file system is `unavailable`.
 * The root itself is made when first written to; while it is missing, lists and reads are `unavailable`: a disk that is not
 * mounted must not look like an empty store.
 */
export function createDirectoryStore(options: { rootDirectory: string }): BlobPort & ObjectPort {
  const root = createStoreRoot(options.rootDirectory)
  const blobs = createDirectoryBlobs(root)
  return { ...blobs, ...createDirectoryObjects(root, blobs) }
}
