import { lstat } from 'node:fs/promises'
import { join } from 'node:path'

/** Whether no existing part of a key below the root is a symbolic link. Throws what the file system answers, except for missing parts. */
export async function insideRoot(root: string, key: string): Promise<boolean> {
  let path = root
  for (const part of key.split('/')) {
    path = join(path, part)
    try {
      if ((await lstat(path)).isSymbolicLink()) return false
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code === 'ENOENT' || code === 'ENOTDIR') return true
      throw error
    }
  }
  return true
}
