import { spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * Runs `work` while no other process runs its own under the same file. The lock is held by a child that waits for the end of its
 * input, so it ends with this process, however that ends. Throws when there is no `flock` (util-linux).
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const holder = spawn('flock', ['--exclusive', file, '-c', 'echo held; exec cat >&2'], { stdio: ['pipe', 'pipe', 'ignore'] })
  const ended = once(holder, 'close')
  const [first] = await Promise.race([once(holder.stdout, 'data'), ended.then(() => [undefined])])
  if (first === undefined) throw new Error(`${file} could not be locked`)
  try {
    return await work()
  } finally {
    holder.stdin.end()
    await ended
  }
}
