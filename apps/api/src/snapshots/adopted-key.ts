import { environmentKey, keyProblem, tableFilesKey } from '@headgate/domain'
import type { Tenant } from '@headgate/domain'
import { plainUri } from '@headgate/planner'

/** The key of the directory that a path names, or why it is none that can be adopted, in words. */
export type AdoptedKey = { key: string } | { why: string }

/**
 * Reads the path of a snapshot that lies in the store: a URI, a key of the store, or a key below the environment; with or without `_metadata` at its
 * end. Only what lies in the environment's own part is taken, and of that not the files of tables: those are not Headgate's to delete.
 */
export function adoptedKey(path: string, tenant: Tenant, storageRoot: string): AdoptedKey {
  const own = environmentKey(tenant)
  const isUri = /^[A-Za-z][A-Za-z0-9+.-]*:\//.test(path)
  if (!isUri && path.startsWith('/')) return { why: `it begins with a slash. Give a URI like ${storageRoot}/${own}/imports/mine, or a key like imports/mine` }
  const named = isUri ? keyOf(path, storageRoot) : path.startsWith(`${own}/`) ? path : `${own}/${path}`
  if (named === undefined) return { why: 'it lies outside of the store of this Headgate' }
  const key = named.replace(/\/+$/, '').replace(/\/_metadata$/, '')
  const problem = keyProblem(key)
  if (problem !== undefined) return { why: `it ${problem}` }
  if (!key.startsWith(`${own}/`)) return { why: 'it lies outside of the environment’s own part of the store' }
  if (key === tableFilesKey(tenant) || key.startsWith(`${tableFilesKey(tenant)}/`)) return { why: 'it lies among the files of tables, which Headgate does not own' }
  return { key }
}

function keyOf(uri: string, storageRoot: string): string | undefined {
  const [plain, root] = [plainUri(uri), plainUri(storageRoot)]
  return plain.startsWith(`${root}/`) ? plain.slice(root.length + 1) : undefined
}

/** Whether one directory is the other or lies in it. */
export const isWithin = (key: string, directoryKey: string): boolean => key === directoryKey || key.startsWith(`${directoryKey}/`)
