import { spawn } from 'node:child_process'

/**
 * Runs `work` while no other process runs its own under the same file. The lock is held by a child that waits for the end of its
 * input, so it is free again however this process ends. Throws when it cannot be had.
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const holder = spawn('flock', ['--exclusive', file, '-c', 'echo held; exec cat >&2'], { stdio: ['pipe', 'pipe', 'ignore'] })
  holder.stdin.on('error', () => undefined)
  const ended = new Promise<false>((resolve) => {
    holder.once('error', () => resolve(false))
    holder.once('close', () => resolve(false))
  })
  const isHeld = await Promise.race([new Promise<true>((resolve) => holder.stdout.once('data', () => resolve(true))), ended])
  if (!isHeld) throw new Error(`the lock ${file} cannot be had: is flock (util-linux) there, and may the file be written?`)
  try {
    return await work()
  } finally {
    holder.stdin.end()
    await ended
  }
}
