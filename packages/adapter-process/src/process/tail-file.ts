import { open } from 'node:fs/promises'

/** The last `bytes` of a file, from the start of a line where one begins in them; '' when there is no such file. */
export async function tailFile(path: string, bytes: number): Promise<string> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (file === undefined) return ''
  try {
    const { size } = await file.stat()
    const start = Math.max(0, size - bytes)
    const buffer = Buffer.alloc(Math.min(size, bytes))
    const { bytesRead } = await file.read(buffer, 0, buffer.length, start)
    const whole = start === 0 ? 0 : firstCharacter(buffer)
    const text = buffer.toString('utf8', whole, bytesRead)
    if (start === 0) return text
    const lines = text.slice(text.indexOf('\n') + 1)
    return lines === '' ? text : lines
  } finally {
    await file.close()
  }
}

/** Where the first whole character of UTF-8 begins. */
function firstCharacter(buffer: Buffer): number {
  const at = buffer.findIndex((byte) => (byte & 0xc0) !== 0x80)
  return at < 0 ? 0 : at
}
