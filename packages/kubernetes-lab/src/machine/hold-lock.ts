import { spawn } from 'node:child_process'

/** A lock that this process holds. */
export interface HeldLock {
  release(): Promise<void>
}

/**
 * Waits for the lock of a file and holds it. The kernel keeps it for a child that ends when its standard input does, so it is free again however this process ends.
 * Throws when it cannot be had at all.
 */
export async function holdLock(file: string): Promise<HeldLock> {
  const child = spawn('flock', [file, 'sh', '-c', 'echo held; cat >/dev/null'], { stdio: ['pipe', 'pipe', 'ignore'] })
  child.stdin.on('error', () => undefined)
  const gone = new Promise<void>((resolve) => {
    child.once('error', () => resolve())
    child.once('close', () => resolve())
  })
  const isHeld = await Promise.race([new Promise<true>((resolve) => child.stdout.once('data', () => resolve(true))), gone.then(() => false as const)])
  if (!isHeld) throw new Error(`The lock ${file} cannot be had: is flock (Debian: util-linux) there, and may the file be written?`)
  return {
    release: async () => {
      child.stdin.end()
      await gone
    },
  }
}
