import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Result } from '@headgate/domain'
import { ok } from '@headgate/domain'
import { problem } from '../problem.ts'
import type { ProcessIdentity } from './process-identity.ts'
import { identify, isAlive } from './process-identity.ts'

/** One instance per data directory: whoever made the file, while that process lives. */
export interface DirectoryLock {
  release(): Promise<void>
}

/**
 * Takes the lock file for this process. `conflict` while another instance runs; a lock whose process is gone (kill -9, power loss) is taken
 * over. The file appears whole, by a link, so a reader never sees half of it.
 */
export async function takeDirectoryLock(lockFile: string, pid: number = process.pid): Promise<Result<DirectoryLock>> {
  const self = await identify(pid)
  if (self === undefined) throw new Error(`Process ${pid} is not running.`)
  await mkdir(dirname(lockFile), { recursive: true })
  const draft = `${lockFile}.${pid}`
  await writeFile(draft, JSON.stringify(self))
  try {
    for (;;) {
      try {
        await link(draft, lockFile)
        return ok({ release: () => releaseLock(lockFile, self) })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const holder = await readHolder(lockFile)
      if (holder !== undefined && (await isAlive(holder))) {
        return problem('inUse', `Another \`headgate dev\` (process ${holder.pid}) is using ${dirname(lockFile)}.`, 'Use it, stop it with Ctrl-C, or give this one its own directory with --data-dir DIR.')
      }
      // Of several that find the same stale lock, one moves it away; the others find it gone or a new one, and look again.
      const stale = `${lockFile}.stale.${pid}`
      await rename(lockFile, stale).catch(() => undefined)
      const moved = await readHolder(stale)
      if (moved !== undefined && (await isAlive(moved))) await link(stale, lockFile).catch(() => undefined)
      await rm(stale, { force: true })
    }
  } finally {
    await rm(draft, { force: true })
  }
}

async function readHolder(lockFile: string): Promise<ProcessIdentity | undefined> {
  try {
    const found = JSON.parse(await readFile(lockFile, 'utf8')) as Partial<ProcessIdentity>
    return typeof found.pid === 'number' && typeof found.startTime === 'string' ? { pid: found.pid, startTime: found.startTime } : undefined
  } catch {
    return undefined
  }
}

async function releaseLock(lockFile: string, self: ProcessIdentity): Promise<void> {
  const holder = await readHolder(lockFile)
  if (holder?.pid === self.pid && holder.startTime === self.startTime) await rm(lockFile, { force: true })
}
