import { mkdir, readFile, rm } from 'node:fs/promises'
import { sep } from 'node:path'
import { failed, keyProblem, ok } from '@headgate/domain'
import type { BlobPort } from '@headgate/ports'
import { fileFailure, isBelowFile, isMissing } from './file-failure.ts'
import { listDirectory } from './list-directory.ts'
import type { StoreRoot } from './store-root.ts'
import { isTemporary } from './temporary-name.ts'
import { writeWhole } from './write-whole.ts'

/** The directory as files with keys. */
export function createDirectoryBlobs(root: StoreRoot): BlobPort {
  return {
    // Flink takes everything after `file://` literally: an encoded space would be a directory named `%20`.
    uri: (key) => `file://${root.path}/${key}`,

    keyOf(uri) {
      // Flink shortens `file:///x` to `file:/x` in what it answers.
      const path = /^file:(?:\/\/)?(\/.*)$/.exec(uri)?.[1]?.replace(/^\/+/, '/').replace(/\/$/, '')
      if (path === undefined) return undefined
      if (!path.startsWith(root.path + sep)) return undefined
      const key = path.slice(root.path.length + 1).split(sep).join('/')
      return keyProblem(key) === undefined ? key : undefined
    },

    async put(key, content) {
      const problem = await root.refuse(key, 'write')
      if (problem !== undefined) return problem
      try {
        await writeWhole(root.pathOf(key), content)
        return ok(undefined)
      } catch (error) {
        return fileFailure('write', key, error)
      }
    },

    async read(key) {
      const problem = await root.refuse(key, 'read')
      if (problem !== undefined) return problem
      try {
        return ok(new Uint8Array(await readFile(root.pathOf(key))))
      } catch (error) {
        if (isBelowFile(error) || (error as NodeJS.ErrnoException).code === 'EISDIR') return failed('not-found', `There is no '${key}' in the store.`)
        return isMissing(error) ? root.missing('read', key, error) : fileFailure('read', key, error)
      }
    },

    async list(prefix, limits) {
      const key = prefix.replace(/\/$/, '')
      const problem = await root.refuse(key, 'list')
      if (problem !== undefined) return problem
      try {
        return ok(await listDirectory(root.pathOf(key), key, { limit: limits?.limit ?? Infinity, depth: limits?.depth ?? Infinity }, isTemporary))
      } catch (error) {
        if (isBelowFile(error)) return failed('not-found', `There is no directory '${key}' in the store.`)
        return isMissing(error) ? root.missing('list', key, error) : fileFailure('list', key, error)
      }
    },

    async ensureDirectory(key) {
      const problem = await root.refuse(key.replace(/\/$/, ''), 'make')
      if (problem !== undefined) return problem
      try {
        await mkdir(root.pathOf(key.replace(/\/$/, '')), { recursive: true })
        return ok(undefined)
      } catch (error) {
        return fileFailure('make', key, error)
      }
    },

    async removeAll(prefix) {
      const key = prefix.replace(/\/$/, '')
      const problem = await root.refuse(key, 'remove')
      if (problem !== undefined) return problem
      try {
        // Ends at symbolic links: they are removed, what they point to is not.
        await rm(root.pathOf(key), { recursive: true, force: true, maxRetries: 3 })
        return ok(undefined)
      } catch (error) {
        return isBelowFile(error) ? ok(undefined) : fileFailure('remove', key, error)
      }
    },
  }
}
