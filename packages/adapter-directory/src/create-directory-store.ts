import { randomBytes } from 'node:crypto'
import { lstat, mkdir, open, readFile, realpath, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { failed, ok } from '@headgate/domain'
import type { Failure } from '@headgate/domain'
import type { BlobPort } from '@headgate/ports'
import { fileFailure, isBelowFile, isMissing } from './file-failure.ts'
import { keyProblem } from './key.ts'
import { listDirectory } from './list-directory.ts'
import { insideRoot } from './inside-root.ts'
import { isTemporary, temporaryMark } from './temporary-name.ts'

/**
 * The blob store as a directory that Flink's processes on this machine reach too. URIs are `file:///…`.
 *
 * A put is atomic and durable: written beside its place, flushed, renamed, and the directory flushed. Symbolic links inside of
 * the root are followed by nobody: a key that leads through one is refused, and a listing shows none. `rejected`: not a key.
 * `not-found` only if there surely is nothing; any other answer of the file system is `unavailable`.
 * The root itself is made when first written to; while it is missing, lists and reads are `unavailable`: a disk that is not
 * mounted must not look like an empty store.
 */
export function createDirectoryStore(options: { rootDirectory: string }): BlobPort {
  const root = resolve(options.rootDirectory)
  const pathOf = (key: string): string => join(root, ...key.split('/'))

  const refuse = (key: string): Failure | undefined => {
    const problem = keyProblem(key)
    return problem === undefined ? undefined : failed('rejected', `'${key}' is not a key of the store: it ${problem}.`)
  }

  /** A missing path proves nothing while the root is missing. */
  const missing = async (action: string, key: string, error: unknown): Promise<Failure> => {
    try {
      await lstat(root)
      return failed('not-found', `There is no '${key}' in the store.`)
    } catch {
      return fileFailure(action, key, error)
    }
  }

  const checked = async (key: string, action: string): Promise<Failure | undefined> => {
    const problem = refuse(key)
    if (problem !== undefined) return problem
    try {
      return (await insideRoot(root, key)) ? undefined : failed('rejected', `'${key}' leads through a symbolic link, which the store does not follow.`)
    } catch (error) {
      return fileFailure(action, key, error)
    }
  }

  return {
    // Flink takes everything after `file://` literally: an encoded space would be a directory named `%20`.
    uri: (key) => `file://${root}/${key}`,

    keyOf(uri) {
      // Flink shortens `file:///x` to `file:/x` in what it answers.
      const path = /^file:(?:\/\/)?(\/.*)$/.exec(uri)?.[1]?.replace(/^\/+/, '/').replace(/\/$/, '')
      if (path === undefined) return undefined
      if (!path.startsWith(root + sep)) return undefined
      const key = path.slice(root.length + 1).split(sep).join('/')
      return keyProblem(key) === undefined ? key : undefined
    },

    async put(key, content) {
      const problem = await checked(key, 'write')
      if (problem !== undefined) return problem
      const path = pathOf(key)
      const temporary = `${path}${temporaryMark}${randomBytes(6).toString('hex')}`
      try {
        await mkdir(dirname(path), { recursive: true })
        const file = await open(temporary, 'wx')
        try {
          await file.writeFile(content)
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(temporary, path)
        await flushDirectory(dirname(path))
        return ok(undefined)
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => undefined)
        return fileFailure('write', key, error)
      }
    },

    async read(key) {
      const problem = await checked(key, 'read')
      if (problem !== undefined) return problem
      try {
        return ok(new Uint8Array(await readFile(pathOf(key))))
      } catch (error) {
        if (isBelowFile(error) || (error as NodeJS.ErrnoException).code === 'EISDIR') return failed('not-found', `There is no '${key}' in the store.`)
        return isMissing(error) ? missing('read', key, error) : fileFailure('read', key, error)
      }
    },

    async list(prefix, limits) {
      const key = prefix.replace(/\/$/, '')
      const problem = await checked(key, 'list')
      if (problem !== undefined) return problem
      try {
        return ok(await listDirectory(pathOf(key), key, { limit: limits?.limit ?? Infinity, depth: limits?.depth ?? Infinity }, isTemporary))
      } catch (error) {
        if (isBelowFile(error)) return failed('not-found', `There is no directory '${key}' in the store.`)
        return isMissing(error) ? missing('list', key, error) : fileFailure('list', key, error)
      }
    },

    async ensureDirectory(key) {
      const problem = await checked(key.replace(/\/$/, ''), 'make')
      if (problem !== undefined) return problem
      try {
        await mkdir(pathOf(key.replace(/\/$/, '')), { recursive: true })
        return ok(undefined)
      } catch (error) {
        return fileFailure('make', key, error)
      }
    },

    async removeAll(prefix) {
      const key = prefix.replace(/\/$/, '')
      const problem = await checked(key, 'remove')
      if (problem !== undefined) return problem
      try {
        // Ends at symbolic links: they are removed, what they point to is not.
        await rm(pathOf(key), { recursive: true, force: true, maxRetries: 3 })
        return ok(undefined)
      } catch (error) {
        return isBelowFile(error) ? ok(undefined) : fileFailure('remove', key, error)
      }
    },
  }
}

/** Makes the rename itself durable. */
async function flushDirectory(directory: string): Promise<void> {
  const handle = await open(await realpath(directory), 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
