import type { FakeBlobs } from '../../fakes/create-fake-blobs.ts'
import type { SnapshotContent } from '../../fakes/engine/fake-job.ts'

/** What every `_metadata` that was ever written names, remembered beyond its removal. */
export interface MetadataBook {
  /** The files of the snapshot in a directory, its `_metadata` among them; undefined: none was ever written there. */
  filesIn(directoryKey: string): readonly string[] | undefined
  /** When anybody but a keeper changed what is in the store. */
  changedAtMs(): number
  /** Whether all of them are there, as they were written. */
  isWhole(directoryKey: string): boolean
}

/** Watches the store from now on. */
export function createMetadataBook(blobs: FakeBlobs, nowMs: () => number): MetadataBook {
  const book = new Map<string, string[]>()
  let changedAtMs = -1
  const note = (key: string): void => {
    if (!key.endsWith('/_metadata')) return
    const directoryKey = key.slice(0, -'/_metadata'.length)
    const named = referencesOf(blobs.readNow(key))
    book.set(directoryKey, [key, ...named.flatMap(({ location, isRelative }) => (isRelative ? `${directoryKey}/${location}` : (blobs.keyOf(location) ?? [])))])
  }
  const { writeNow, copy, put, removeNow } = blobs
  blobs.writeNow = (key, text) => {
    changedAtMs = nowMs()
    writeNow(key, text)
    note(key)
  }
  blobs.removeNow = (prefix) => {
    changedAtMs = nowMs()
    removeNow(prefix)
  }
  blobs.copy = async (fromKey, toKey) => {
    const copied = await copy(fromKey, toKey)
    note(toKey)
    return copied
  }
  blobs.put = async (key, content) => {
    changedAtMs = nowMs()
    const written = await put(key, content)
    note(key)
    return written
  }
  return {
    changedAtMs: () => changedAtMs,
    filesIn: (directoryKey) => book.get(directoryKey),
    isWhole: (directoryKey) => book.get(directoryKey)?.every((key) => blobs.readNow(key) !== undefined) === true,
  }
}

function referencesOf(text: string | undefined): NonNullable<SnapshotContent['references']> {
  try {
    return (JSON.parse(text ?? '{}') as SnapshotContent).references ?? []
  } catch {
    return []
  }
}
