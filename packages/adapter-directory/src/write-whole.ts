import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, open, realpath, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { temporaryMark } from './temporary-name.ts'

/** Puts a file in its place, atomically and durably: made beside it by `fill`, flushed, renamed, and the directory flushed. */
async function replaceFile(path: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${path}${temporaryMark}${randomBytes(6).toString('hex')}`
  try {
    await mkdir(dirname(path), { recursive: true })
    await fill(temporary)
    await rename(temporary, path)
    await flushDirectory(dirname(path))
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
}

/** Writes a file whole or not at all. Throws what the file system answers. */
export const writeWhole = (path: string, content: Uint8Array): Promise<void> =>
  replaceFile(path, async (temporary) => {
    const file = await open(temporary, 'wx')
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
  })

/** Copies a file whole or not at all. Throws what the file system answers. */
export const copyWhole = (from: string, to: string): Promise<void> =>
  replaceFile(to, async (temporary) => {
    await copyFile(from, temporary)
    const file = await open(temporary, 'r+')
    try {
      await file.sync()
    } finally {
      await file.close()
    }
  })

/** Makes the rename itself durable. */
async function flushDirectory(directory: string): Promise<void> {
  const handle = await open(await realpath(directory), 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
