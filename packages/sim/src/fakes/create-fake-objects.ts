import { compareKeys, failed, isMarkerKey, keyProblem, objectKeyProblem, ok } from '@headgate/domain'
import type { Failure, Result } from '@headgate/domain'
import { objectsPerRequestMax } from '@headgate/ports'
import type { ObjectPort } from '@headgate/ports'
import type { FakeBlobSettings, Reply } from './create-fake-blobs.ts'
import type { FakeBlobContent } from './fake-blob-content.ts'

const pieceBytes = 64 * 1_024
const withoutSlash = (key: string): string => key.replace(/\/$/, '')

/** The verbs of `ObjectPort` on the content of a fake store. `checkReach` tells what does not answer now; it is asked once for each call. */
export function createFakeObjects(
  content: FakeBlobContent,
  settings: FakeBlobSettings,
  checkReach: (...keys: string[]) => Result<void>,
  reply: Reply,
): Omit<ObjectPort, 'uri' | 'keyOf' | 'put'> {
  const rejected = (key: string, problem: string | undefined): Failure | undefined =>
    problem === undefined ? undefined : failed('rejected', `'${key}' is not a key of the store: it ${problem}.`)
  const check = (key: string, problem: string | undefined): Result<void> => rejected(key, problem) ?? checkReach(withoutSlash(key))
  const none = (key: string): Failure => failed('not-found', `There is no '${key}' in the store.`)

  return {
    async listPage(prefix, startAfter) {
      const directory = withoutSlash(prefix)
      const checked = prefix === '' ? checkReach('') : check(prefix, keyProblem(directory))
      if (!checked.ok) return checked
      const markers = content.emptyDirectories(directory).map((each) => ({ key: `${each}/`, sizeBytes: 0, modifiedMs: 0 }))
      const entries = [...content.listed(directory, settings), ...markers]
        .filter(({ key }) => startAfter === undefined || compareKeys(key, startAfter) > 0)
        .sort((a, b) => compareKeys(a.key, b.key))
      const page = entries.slice(0, objectsPerRequestMax)
      const last = page.at(-1)
      return ok(entries.length > page.length && last !== undefined ? { entries: page, nextStartAfter: last.key } : { entries: page })
    },

    async stat(key) {
      const checked = check(key, objectKeyProblem(key))
      if (!checked.ok) return checked
      if (isMarkerKey(key)) return content.isEmptyDirectory(withoutSlash(key)) ? ok({ sizeBytes: 0, modifiedMs: 0 }) : none(key)
      const file = content.files.get(key)
      return file === undefined ? none(key) : ok({ sizeBytes: file.content.byteLength, modifiedMs: file.modifiedMs })
    },

    async readStream(key) {
      const checked = check(key, keyProblem(key))
      if (!checked.ok) return checked
      const file = content.files.get(key)
      if (file === undefined) return none(key)
      return ok({
        async *[Symbol.asyncIterator]() {
          for (let start = 0; start < file.content.byteLength; start += pieceBytes) {
            const reach = start === 0 ? ok(undefined) : checkReach(key)
            if (!reach.ok) throw new Error(reach.message)
            yield file.content.slice(start, start + pieceBytes)
          }
        },
      })
    },

    async copy(fromKey, toKey) {
      const problem = rejected(fromKey, keyProblem(fromKey)) ?? rejected(toKey, keyProblem(toKey))
      if (problem !== undefined) return problem
      const reach = checkReach(fromKey, toKey)
      if (!reach.ok) return reach
      const file = content.files.get(fromKey)
      if (file === undefined) return none(fromKey)
      if (fromKey !== toKey) content.write(toKey, file.content)
      return reply('copy', ok(undefined))
    },

    async removeMany(keys) {
      if (keys.length > objectsPerRequestMax) return failed('rejected', `${keys.length} keys are more than the ${objectsPerRequestMax} that may be removed at once.`)
      const problem = keys.map((key) => rejected(key, objectKeyProblem(key))).find((each) => each !== undefined)
      if (problem !== undefined) return problem
      const reach = checkReach(...keys.map(withoutSlash))
      if (!reach.ok) return reach
      const refused: { key: string; message: string }[] = []
      for (const key of keys) {
        const message = settings.refuseRemoval?.(key)
        if (message !== undefined) refused.push({ key, message })
        else if (isMarkerKey(key)) content.removeEmptyDirectory(withoutSlash(key))
        else content.removeFile(key)
      }
      return reply('removeMany', ok({ refused }))
    },
  }
}
