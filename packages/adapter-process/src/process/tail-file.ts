import { open } from 'node:fs/promises'

/** The last `bytes` of a file, from the start of a line where it was cut; '' when there is no such file. */
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
    const text = buffer.toString('utf8', 0, bytesRead)
    const newline = text.indexOf('\n')
    return start === 0 || newline < 0 ? text : text.slice(newline + 1)
  } finally {
    await file.close()
  }
}
