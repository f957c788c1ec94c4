import { open, rename, stat } from 'node:fs/promises'

/** The last `lines` lines of a file, at most 16 KiB; empty when it cannot be read. */
export async function readTail(path: string, lines: number): Promise<string> {
  const file = await open(path).catch(() => undefined)
  if (file === undefined) return ''
  try {
    const { size } = await file.stat()
    const length = Math.min(size, 16_384)
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length)
    return buffer.toString('utf8').trimEnd().split('\n').slice(-lines).join('\n')
  } finally {
    await file.close()
  }
}

/** Moves a log that grew beyond `maxBytes` to `<path>.1`, replacing an older one. Called between runs only. */
export async function rotateLog(path: string, maxBytes = 20_000_000): Promise<void> {
  const size = await stat(path).then((found) => found.size, () => 0)
  if (size > maxBytes) await rename(path, `${path}.1`)
}
