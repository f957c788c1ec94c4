import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { BlobEntry } from '@headgate/ports'

/**
 * What is below a directory, sorted by name, down to `depth` levels; directories at the last level come as keys that end in `/`.
 * Neither links nor `hidden` names are listed. Throws when the directory or one below it cannot be read, except for entries
 * that were removed meanwhile.
 */
export async function listDirectory(
  path: string,
  key: string,
  bounds: { limit: number; depth: number },
  hidden: (name: string) => boolean,
): Promise<BlobEntry[]> {
  const entries: BlobEntry[] = []
  await walk(path, key, 1, true)
  return entries

  async function walk(directory: string, prefix: string, level: number, isTop: boolean): Promise<void> {
    const found = await readdir(directory, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      if (!isTop && error.code === 'ENOENT') return []
      throw error
    })
    for (const item of found.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entries.length >= bounds.limit) return
      const itemKey = `${prefix}/${item.name}`
      const itemPath = join(directory, item.name)
      if (item.isDirectory()) {
        if (level < bounds.depth) await walk(itemPath, itemKey, level + 1, false)
        else await add(itemPath, `${itemKey}/`)
      } else if (item.isFile() && !hidden(item.name)) {
        await add(itemPath, itemKey)
      }
    }
  }

  async function add(itemPath: string, itemKey: string): Promise<void> {
    try {
      const stats = await lstat(itemPath)
      entries.push({ key: itemKey, sizeBytes: stats.isDirectory() ? 0 : stats.size, modifiedMs: Math.round(stats.mtimeMs) })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
}
