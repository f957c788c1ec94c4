import { createReadStream } from 'node:fs'
import { lstat, opendir, rmdir, unlink } from 'node:fs/promises'
import { failed, isMarkerKey, objectKeyProblem, ok } from '@headgate/domain'
import type { Failure, Result } from '@headgate/domain'
import { objectsPerRequestMax } from '@headgate/ports'
import type { BlobPort, ObjectPort } from '@headgate/ports'
import { fileFailure, isBelowFile, isMissing } from './file-failure.ts'
import { listObjectPage } from './list-object-page.ts'
import type { StoreRoot } from './store-root.ts'
import { copyWhole } from './write-whole.ts'

const removalsAtOnce = 32
const markerOf = (key: string): string => key.replace(/\/$/, '')

/** The directory as objects in the order of their keys, as S3 has them. */
export function createDirectoryObjects(root: StoreRoot, blobs: Pick<BlobPort, 'uri' | 'keyOf' | 'put'>): ObjectPort {
  const none = (key: string): Failure => failed('not-found', `There is no '${key}' in the store.`)

  const statObject = async (key: string): Promise<Result<{ sizeBytes: number; modifiedMs: number }>> => {
    const problem = await root.refuse(markerOf(key), 'look at')
    if (problem !== undefined) return problem
    try {
      const path = root.pathOf(markerOf(key))
      const found = await lstat(path)
      if (isMarkerKey(key) ? !found.isDirectory() : !found.isFile()) return none(key)
      if (isMarkerKey(key) && !(await isEmptyDirectory(path))) return none(key)
      return ok({ sizeBytes: isMarkerKey(key) ? 0 : found.size, modifiedMs: Math.round(found.mtimeMs) })
    } catch (error) {
      if (isBelowFile(error)) return none(key)
      return isMissing(error) ? root.missing('look at', key, error) : fileFailure('look at', key, error)
    }
  }

  return {
    uri: blobs.uri,
    keyOf: blobs.keyOf,
    put: blobs.put,
    stat: statObject,

    async listPage(prefix, startAfter) {
      const key = markerOf(prefix)
      if (prefix !== '') {
        const problem = await root.refuse(key, 'list')
        if (problem !== undefined) return problem
      }
      try {
        return ok(await listObjectPage(key === '' ? root.path : root.pathOf(key), key === '' ? '' : `${key}/`, startAfter, objectsPerRequestMax))
      } catch (error) {
        if (isBelowFile(error)) return ok({ entries: [] })
        if (!isMissing(error)) return fileFailure('list', prefix, error)
        const missing = await root.missing('list', prefix, error)
        return missing.reason === 'not-found' && key !== '' ? ok({ entries: [] }) : missing
      }
    },

    async readStream(key) {
      if (isMarkerKey(key)) return markerProblem(key)
      const found = await statObject(key)
      if (!found.ok) return found
      return ok({
        async *[Symbol.asyncIterator]() {
          let bytes = 0
          for await (const piece of createReadStream(root.pathOf(key))) {
            bytes += (piece as Buffer).byteLength
            yield piece as Uint8Array
          }
          if (bytes < found.value.sizeBytes) throw new Error(`'${key}' became shorter while it was read.`)
        },
      })
    },

    async copy(fromKey, toKey) {
      for (const key of [fromKey, toKey]) {
        const problem = isMarkerKey(key) ? markerProblem(key) : await root.refuse(key, 'copy')
        if (problem !== undefined) return problem
      }
      const found = await statObject(fromKey)
      if (!found.ok) return found
      if (fromKey === toKey) return ok(undefined)
      try {
        await copyWhole(root.pathOf(fromKey), root.pathOf(toKey))
        return ok(undefined)
      } catch (error) {
        const isGone = isMissing(error) && (await statObject(fromKey))
        return isGone && !isGone.ok ? isGone : fileFailure('copy', fromKey, error)
      }
    },

    async removeMany(keys) {
      if (keys.length > objectsPerRequestMax) return failed('rejected', `${keys.length} keys are more than the ${objectsPerRequestMax} that may be removed at once.`)
      for (const key of keys) {
        const problem = objectKeyProblem(key)
        if (problem !== undefined) return failed('rejected', `'${key}' is not a key of the store: it ${problem}.`)
      }
      try {
        await lstat(root.path)
      } catch (error) {
        return fileFailure('remove', keys[0] ?? '', error)
      }
      const refused: { key: string; message: string }[] = []
      const left = [...keys]
      await Promise.all(
        Array.from({ length: removalsAtOnce }, async () => {
          for (let key = left.pop(); key !== undefined; key = left.pop()) {
            const problem = await removeOne(root, key)
            if (problem !== undefined) refused.push({ key, message: problem.message })
          }
        }),
      )
      return ok({ refused })
    },
  }
}

const markerProblem = (key: string): Failure => failed('rejected', `'${key}' is not a key of the store: it has an empty, '.' or '..' part.`)

async function removeOne(root: StoreRoot, key: string): Promise<Failure | undefined> {
  const problem = await root.refuse(markerOf(key), 'remove')
  if (problem !== undefined) return problem
  try {
    if (isMarkerKey(key)) await rmdir(root.pathOf(markerOf(key)))
    else await unlink(root.pathOf(key))
    return undefined
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    // There is no such object: nothing, a directory where a file is meant, a file or a directory with something in it where a marker is.
    if (isMissing(error) || isBelowFile(error) || code === 'ENOTEMPTY' || code === 'EEXIST') return undefined
    if (!isMarkerKey(key) && (await lstat(root.pathOf(key)).then((found) => found.isDirectory(), () => false))) return undefined
    return fileFailure('remove', key, error)
  }
}

async function isEmptyDirectory(path: string): Promise<boolean> {
  for await (const _ of await opendir(path)) return false
  return true
}
