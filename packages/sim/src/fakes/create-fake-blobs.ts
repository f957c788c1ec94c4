import { failed, keyProblem, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import type { BlobEntry, BlobPort, Clock, ObjectPort } from '@headgate/ports'
import { createFakeObjects } from './create-fake-objects.ts'
import { createFakeBlobContent, isBelow, parentOf } from './fake-blob-content.ts'

/** What can go wrong with a fake store by itself; calls that fail or are lost on the way are the script's (`withFaults`). */
export interface FakeBlobSettings {
  /** A file is missing from lists for this long after it was written (an eventually consistent store). Reads see it at once. */
  hiddenFromListsMs: number
  /** A file is still in lists for this long after it was removed. Reads do not find it. At most an hour. */
  shownAfterRemovalMs: number
  /** Prefixes that cannot be listed, read or written now. The empty text: nothing can. */
  unavailable: Set<string>
  /** The store asks for patience: true once for each call that it does not serve (`unavailable`, nothing happens). */
  isThrottled?: () => boolean
  /** `removeMany` refuses a key with this message and removes the others. */
  refuseRemoval?: (key: string) => string | undefined
  /** True: this call of a verb that writes is served, but its answer is lost (`unavailable`). */
  isReplyLost?: (verb: WritingVerb) => boolean
}

type WritingVerb = 'put' | 'copy' | 'removeMany' | 'removeAll' | 'ensureDirectory'

/** Gives an answer of a verb that writes, or loses it. */
export type Reply = <T>(verb: WritingVerb, answer: Result<T>) => Result<T>

/** A store in memory, by both of its ports. The engine of a fake cluster writes to it without waiting, as Flink writes beside us. */
export interface FakeBlobs extends BlobPort, ObjectPort {
  readonly settings: FakeBlobSettings
  /** Writes at once; for what is not us. */
  writeNow(key: string, content: string): void
  /** The text of a file, at once, whatever the settings say. */
  readNow(key: string): string | undefined
  /** Size and age of a file, at once, whatever the settings say. */
  statNow(key: string): { sizeBytes: number; modifiedMs: number } | undefined
  removeNow(prefix: string): void
  makeDirectoryNow(key: string): void
  /** Every key there is, sorted, whatever the settings say. */
  keysNow(prefix?: string): string[]
}

const root = 'file:///sim/'
const rootAsJavaPrintsIt = 'file:/sim/'

/** Makes an empty store with directories, like a file system. */
export function createFakeBlobs(options: { clock: Pick<Clock, 'nowMs'> }): FakeBlobs {
  const content = createFakeBlobContent(options)
  const settings: FakeBlobSettings = { hiddenFromListsMs: 0, shownAfterRemovalMs: 0, unavailable: new Set() }

  const checkReach = (...keys: string[]): Result<void> => {
    if (settings.isThrottled?.() === true) return failed('unavailable', 'The blob store asks to slow down.')
    const isOut = [...settings.unavailable].some((prefix) => prefix === '' || keys.some((key) => key === prefix || isBelow(key, prefix) || isBelow(prefix, key)))
    return isOut ? failed('unavailable', 'The blob store did not answer.') : ok(undefined)
  }
  const check = (key: string): Result<void> => {
    const problem = keyProblem(key)
    return problem === undefined ? checkReach(key) : failed('rejected', `'${key}' is not a key of the store: it ${problem}.`)
  }
  const reply: Reply = (verb, answer) => (settings.isReplyLost?.(verb) === true ? failed('unavailable', 'The blob store did not answer in time.') : answer)

  return {
    ...createFakeObjects(content, settings, checkReach, reply),
    settings,
    uri: (key) => `${root}${key}`,
    keyOf(uri) {
      const start = [root, rootAsJavaPrintsIt].find((each) => uri.startsWith(each))
      const key = start === undefined ? undefined : uri.slice(start.length).replace(/\/+$/, '')
      return key !== undefined && keyProblem(key) === undefined ? key : undefined
    },
    async put(key, bytes) {
      const checked = check(key)
      if (!checked.ok) return checked
      content.write(key, bytes)
      return reply('put', ok(undefined))
    },
    async read(key) {
      const checked = check(key)
      if (!checked.ok) return checked
      const file = content.files.get(key)
      return file === undefined ? failed('not-found', `There is no file '${key}'.`) : ok(file.content.slice())
    },
    async list(prefix, { limit = Infinity, depth } = {}) {
      const checked = check(prefix)
      if (!checked.ok) return checked
      if (!content.directories.has(prefix)) return failed('not-found', `There is no directory '${prefix}'.`)
      const entries: BlobEntry[] = content.listed(prefix, settings).filter(({ key }) => depth !== 1 || parentOf(key) === prefix)
      if (depth === 1) {
        const children = [...content.directories].filter((directory) => parentOf(directory) === prefix)
        entries.push(...children.map((directory) => ({ key: `${directory}/`, sizeBytes: 0, modifiedMs: 0 })))
      }
      return ok(entries.sort((a, b) => (a.key < b.key ? -1 : 1)).slice(0, limit))
    },
    async ensureDirectory(key) {
      const checked = check(key)
      if (!checked.ok) return checked
      content.makeDirectory(key)
      return reply('ensureDirectory', ok(undefined))
    },
    async removeAll(prefix) {
      const checked = check(prefix)
      if (!checked.ok) return checked
      content.removeAll(prefix)
      return reply('removeAll', ok(undefined))
    },
    writeNow: (key, text) => content.write(key, new TextEncoder().encode(text)),
    readNow(key) {
      const file = content.files.get(key)
      return file === undefined ? undefined : new TextDecoder().decode(file.content)
    },
    statNow(key) {
      const file = content.files.get(key)
      return file === undefined ? undefined : { sizeBytes: file.content.byteLength, modifiedMs: file.modifiedMs }
    },
    removeNow: content.removeAll,
    makeDirectoryNow: content.makeDirectory,
    keysNow: (prefix) => [...content.files.keys()].filter((key) => prefix === undefined || isBelow(key, prefix)).sort(),
  }
}
