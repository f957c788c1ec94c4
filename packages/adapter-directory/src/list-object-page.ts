import type { Dirent } from 'node:fs'
import { lstat, opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { compareKeys } from '@headgate/domain'
import type { BlobEntry, ObjectPage } from '@headgate/ports'
import { isTemporary } from './temporary-name.ts'

/** An unfinished file of this age was left by a process that died: it is listed, so that it can be seen and removed. */
const abandonedAfterMs = 3_600_000
const looksAtOnce = 32

interface Found {
  key: string
  path: string
}

/**
 * One page of the objects below a directory, in the order of the bytes of their keys. Of each directory that the page touches, no more names are
 * held than two pages have, however many it has. `keyPrefix` is empty or ends in `/`. Throws when the directory or one below it cannot be read,
 * except for entries that are removed meanwhile.
 */
export async function listObjectPage(directory: string, keyPrefix: string, startAfter: string | undefined, entriesMax: number): Promise<ObjectPage> {
  // One more tells that the page is not the last.
  const found: Found[] = []
  const isFull = () => found.length > entriesMax
  const isAfter = (key: string) => startAfter === undefined || compareKeys(key, startAfter) > 0
  if ((await walk(directory, keyPrefix)) === 'empty' && keyPrefix !== '' && isAfter(keyPrefix)) found.push({ key: keyPrefix, path: directory })
  const page = found.slice(0, entriesMax)
  const entries = await look(page)
  return isFull() ? { entries, nextStartAfter: page.at(-1)?.key ?? keyPrefix } : { entries }

  async function walk(path: string, prefix: string): Promise<'empty' | 'walked'> {
    let last: string | undefined
    for (;;) {
      const room = entriesMax + 1 - found.length
      const children = await smallestChildren(path, room, (sortName, isDirectory) => {
        if (last !== undefined && compareKeys(sortName, last) <= 0) return false
        const key = prefix + sortName
        return isAfter(key) || (isDirectory && startAfter?.startsWith(key) === true)
      })
      for (const { sortName, isDirectory } of children.names) {
        const key = prefix + sortName
        const childPath = join(path, isDirectory ? sortName.slice(0, -1) : sortName)
        if (!isDirectory) found.push({ key, path: childPath })
        else if ((await walkIfThere(childPath, key)) === 'empty' && isAfter(key)) found.push({ key, path: childPath })
        if (isFull()) return 'walked'
        last = sortName
      }
      if (!children.areMore) return children.isEmpty ? 'empty' : 'walked'
    }
  }

  async function walkIfThere(path: string, prefix: string): Promise<'empty' | 'walked'> {
    try {
      return await walk(path, prefix)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'walked'
      throw error
    }
  }
}

interface Child {
  /** The name, with `/` after that of a directory: the order of these is the order of the keys below. */
  sortName: string
  isDirectory: boolean
}

/** The first `count` files and directories of a directory that are wanted. `isEmpty`: there is nothing at all in it. */
async function smallestChildren(path: string, count: number, isWanted: (sortName: string, isDirectory: boolean) => boolean) {
  const names: Child[] = []
  let isEmpty = true
  let areMore = false
  const keepSmallest = () => {
    names.sort((a, b) => compareKeys(a.sortName, b.sortName))
    if (names.length > count) areMore = true
    names.length = Math.min(names.length, count)
  }
  for await (const item of await opendir(path)) {
    isEmpty = false
    const isDirectory = item.isDirectory()
    const sortName = isDirectory ? `${item.name}/` : item.name
    if ((!isDirectory && !item.isFile()) || !isWanted(sortName, isDirectory)) continue
    if (!isDirectory && isTemporary(item.name) && !(await isAbandoned(path, item))) continue
    names.push({ sortName, isDirectory })
    if (names.length >= 2 * count) keepSmallest()
  }
  keepSmallest()
  return { names, isEmpty, areMore }
}

async function isAbandoned(path: string, item: Dirent): Promise<boolean> {
  const modifiedMs = await lstat(join(path, item.name)).then((found) => found.mtimeMs, () => Infinity)
  return Date.now() - modifiedMs > abandonedAfterMs
}

/** Sizes and times; without what is gone by now. */
async function look(page: Found[]): Promise<BlobEntry[]> {
  const entries: (BlobEntry | undefined)[] = []
  for (let start = 0; start < page.length; start += looksAtOnce) {
    entries.push(...(await Promise.all(page.slice(start, start + looksAtOnce).map(lookAtOne))))
  }
  return entries.filter((entry) => entry !== undefined)
}

async function lookAtOne({ key, path }: Found): Promise<BlobEntry | undefined> {
  try {
    const found = await lstat(path)
    return { key, sizeBytes: key.endsWith('/') ? 0 : found.size, modifiedMs: Math.round(found.mtimeMs) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
