import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import type { BlobEntry, BlobPort, Clock } from '@headgate/ports'

/** A blob store in memory. The engine of a fake cluster writes to it without waiting, as Flink writes beside us. */
export interface FakeBlobs extends BlobPort {
  readonly settings: {
    /** A file is missing from lists for this long after it was written (an eventually consistent store). Reads see it at once. */
    hiddenFromListsMs: number
    /** Prefixes that cannot be listed or read now. The empty text: nothing can. */
    unavailable: Set<string>
  }
  /** Writes at once; for what is not us. */
  writeNow(key: string, content: string): void
  /** The text of a file, at once, whatever the settings say. */
  readNow(key: string): string | undefined
  removeNow(prefix: string): void
  makeDirectoryNow(key: string): void
  /** Every key there is, sorted, whatever the settings say. */
  keysNow(prefix?: string): string[]
}

interface File {
  content: Uint8Array
  modifiedMs: number
}

const root = 'file:///sim/'
const rootAsJavaPrintsIt = 'file:/sim/'

/** Makes an empty blob store with directories, like a file system. */
export function createFakeBlobs(options: { clock: Pick<Clock, 'nowMs'> }): FakeBlobs {
  const files = new Map<string, File>()
  const directories = new Set<string>()
  const settings: FakeBlobs['settings'] = { hiddenFromListsMs: 0, unavailable: new Set() }

  const write = (key: string, content: Uint8Array) => {
    makeDirectory(directories, parentOf(key))
    files.set(key, { content: content.slice(), modifiedMs: options.clock.nowMs() })
  }
  const remove = (prefix: string) => {
    for (const key of files.keys()) if (isBelow(key, prefix) || key === prefix) files.delete(key)
    for (const directory of directories) if (isBelow(directory, prefix) || directory === prefix) directories.delete(directory)
  }
  const check = (key: string): Result<void> => {
    if (!isKey(key)) return failed('rejected', `'${key}' is not a key: use parts that are joined with '/', none of them empty, '.' or '..'.`)
    const isOut = [...settings.unavailable].some((prefix) => prefix === '' || key === prefix || isBelow(key, prefix) || isBelow(prefix, key))
    return isOut ? failed('unavailable', 'The blob store did not answer.') : ok(undefined)
  }

  return {
    settings,
    uri: (key) => `${root}${key}`,
    keyOf(uri) {
      const start = [root, rootAsJavaPrintsIt].find((each) => uri.startsWith(each))
      const key = start === undefined ? undefined : uri.slice(start.length).replace(/\/+$/, '')
      return key !== undefined && isKey(key) ? key : undefined
    },
    async put(key, content) {
      const checked = check(key)
      if (!checked.ok) return checked
      write(key, content)
      return ok(undefined)
    },
    async read(key) {
      const checked = check(key)
      if (!checked.ok) return checked
      const file = files.get(key)
      return file === undefined ? failed('not-found', `There is no file '${key}'.`) : ok(file.content.slice())
    },
    async list(prefix, { limit = Infinity, depth } = {}) {
      const checked = check(prefix)
      if (!checked.ok) return checked
      if (!directories.has(prefix)) return failed('not-found', `There is no directory '${prefix}'.`)
      const visible = [...files].filter(([, file]) => file.modifiedMs + settings.hiddenFromListsMs <= options.clock.nowMs() || settings.hiddenFromListsMs === 0)
      const entries: BlobEntry[] = visible
        .filter(([key]) => isBelow(key, prefix) && (depth !== 1 || parentOf(key) === prefix))
        .map(([key, file]) => ({ key, sizeBytes: file.content.byteLength, modifiedMs: file.modifiedMs }))
      if (depth === 1) {
        const children = [...directories].filter((directory) => parentOf(directory) === prefix)
        entries.push(...children.map((directory) => ({ key: `${directory}/`, sizeBytes: 0, modifiedMs: 0 })))
      }
      return ok(entries.sort((a, b) => (a.key < b.key ? -1 : 1)).slice(0, limit))
    },
    async ensureDirectory(key) {
      const checked = check(key)
      if (!checked.ok) return checked
      makeDirectory(directories, key)
      return ok(undefined)
    },
    async removeAll(prefix) {
      const checked = check(prefix)
      if (!checked.ok) return checked
      remove(prefix)
      return ok(undefined)
    },
    writeNow: (key, content) => write(key, new TextEncoder().encode(content)),
    readNow(key) {
      const file = files.get(key)
      return file === undefined ? undefined : new TextDecoder().decode(file.content)
    },
    removeNow: remove,
    makeDirectoryNow: (key) => makeDirectory(directories, key),
    keysNow: (prefix) => [...files.keys()].filter((key) => prefix === undefined || isBelow(key, prefix)).sort(),
  }
}

const isBelow = (key: string, prefix: string): boolean => key.startsWith(`${prefix}/`)
const parentOf = (key: string): string => key.slice(0, Math.max(0, key.lastIndexOf('/')))
const isKey = (key: string): boolean => key.split('/').every((part) => part !== '' && part !== '.' && part !== '..')

function makeDirectory(directories: Set<string>, key: string): void {
  for (let directory = key; directory !== ''; directory = parentOf(directory)) directories.add(directory)
}
