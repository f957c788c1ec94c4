import { lstat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { failed, keyProblem } from '@headgate/domain'
import type { Failure } from '@headgate/domain'
import { fileFailure } from './file-failure.ts'
import { insideRoot } from './inside-root.ts'

/** The directory that a store is, and what keeps keys inside of it. */
export interface StoreRoot {
  path: string
  pathOf(key: string): string
  /** Why nothing may be done with a key: it is none, or leads through a symbolic link. */
  refuse(key: string, action: string): Promise<Failure | undefined>
  /** What a missing path means: `not-found`, but `unavailable` while the root itself is missing, which proves nothing. */
  missing(action: string, key: string, error: unknown): Promise<Failure>
}

export function createStoreRoot(rootDirectory: string): StoreRoot {
  const path = resolve(rootDirectory)
  return {
    path,
    pathOf: (key) => join(path, ...key.split('/')),

    async refuse(key, action) {
      const problem = keyProblem(key)
      if (problem !== undefined) return failed('rejected', `'${key}' is not a key of the store: it ${problem}.`)
      try {
        return (await insideRoot(path, key)) ? undefined : failed('rejected', `'${key}' leads through a symbolic link, which the store does not follow.`)
      } catch (error) {
        return fileFailure(action, key, error)
      }
    },

    async missing(action, key, error) {
      try {
        await lstat(path)
        return failed('not-found', `There is no '${key}' in the store.`)
      } catch {
        return fileFailure(action, key, error)
      }
    },
  }
}
