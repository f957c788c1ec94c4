import type { Clock } from '@headgate/ports'
import { compareKeys } from '@headgate/domain'

export interface FakeFile {
  content: Uint8Array
  modifiedMs: number
}

export interface FakeListing {
  hiddenFromListsMs: number
  shownAfterRemovalMs: number
}

/** What a fake store holds: files, directories as a file system has them, and for a while what was removed, which late lists still show. */
export interface FakeBlobContent {
  readonly files: ReadonlyMap<string, FakeFile>
  readonly directories: ReadonlySet<string>
  write(key: string, content: Uint8Array): void
  /** Removes a file, or everything below a directory and itself. */
  removeAll(prefix: string): void
  removeFile(key: string): void
  /** Removes a directory in which there is nothing. */
  removeEmptyDirectory(key: string): void
  makeDirectory(key: string): void
  isEmptyDirectory(key: string): boolean
  /** Directories below a prefix, and itself, in which there is nothing. */
  emptyDirectories(prefix: string): string[]
  /** The files below a prefix that a list shows now, in the order of their keys. */
  listed(prefix: string, lateness: FakeListing): { key: string; sizeBytes: number; modifiedMs: number }[]
}

export const isBelow = (key: string, prefix: string): boolean => prefix === '' || key.startsWith(`${prefix}/`)
export const parentOf = (key: string): string => key.slice(0, Math.max(0, key.lastIndexOf('/')))

/** How long what was removed is remembered; no list is later than that. */
const rememberedMs = 3_600_000

export function createFakeBlobContent(options: { clock: Pick<Clock, 'nowMs'> }): FakeBlobContent {
  const files = new Map<string, FakeFile>()
  const directories = new Set<string>()
  const removed = new Map<string, { file: FakeFile; removedMs: number }>()
  const nowMs = () => options.clock.nowMs()

  const makeDirectory = (key: string) => {
    for (let directory = key; directory !== ''; directory = parentOf(directory)) directories.add(directory)
  }
  const removeFile = (key: string) => {
    const file = files.get(key)
    if (file === undefined) return
    files.delete(key)
    for (const [gone, { removedMs }] of removed) {
      if (removedMs + rememberedMs > nowMs()) break
      removed.delete(gone)
    }
    // Again at the end, so that the oldest come first.
    removed.delete(key)
    removed.set(key, { file, removedMs: nowMs() })
  }
  const emptyDirectories = (prefix: string): string[] => {
    const parents = new Set([...files.keys(), ...directories].map(parentOf))
    return [...directories].filter((directory) => (directory === prefix || isBelow(directory, prefix)) && !parents.has(directory))
  }
  const isEmptyDirectory = (key: string): boolean => emptyDirectories(key).includes(key)

  return {
    files,
    directories,
    makeDirectory,
    removeFile,
    isEmptyDirectory,
    emptyDirectories,
    write(key, content) {
      makeDirectory(parentOf(key))
      files.set(key, { content: content.slice(), modifiedMs: nowMs() })
    },
    removeAll(prefix) {
      for (const key of files.keys()) if (isBelow(key, prefix) || key === prefix) removeFile(key)
      for (const directory of directories) if (isBelow(directory, prefix) || directory === prefix) directories.delete(directory)
    },
    removeEmptyDirectory(key) {
      if (isEmptyDirectory(key)) directories.delete(key)
    },
    listed(prefix, { hiddenFromListsMs, shownAfterRemovalMs }) {
      const shown = [...files].filter(([key, file]) => isBelow(key, prefix) && (hiddenFromListsMs === 0 || file.modifiedMs + hiddenFromListsMs <= nowMs()))
      for (const [key, { file, removedMs }] of shownAfterRemovalMs > 0 ? removed : []) {
        if (isBelow(key, prefix) && !files.has(key) && removedMs + shownAfterRemovalMs > nowMs()) shown.push([key, file])
      }
      return shown.map(([key, file]) => ({ key, sizeBytes: file.content.byteLength, modifiedMs: file.modifiedMs })).sort((a, b) => compareKeys(a.key, b.key))
    },
  }
}
