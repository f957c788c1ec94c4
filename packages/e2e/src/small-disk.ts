import { execFile } from 'node:child_process'
import { appendFile, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A directory with a size of its own. */
export interface SmallDisk {
  /** Takes all space there is, and all that becomes free meanwhile, until `free`. */
  fill(): Promise<void>
  free(): Promise<void>
  unmount(): Promise<void>
}

/** Mounts a file system in memory over `directory`. Needs Linux and the right to mount: root, or CAP_SYS_ADMIN in a container. */
export async function mountSmallDisk(directory: string, sizeMiB: number): Promise<SmallDisk> {
  await mkdir(directory, { recursive: true })
  await run('mount', ['-t', 'tmpfs', '-o', `size=${sizeMiB}m,mode=0755`, 'tmpfs', directory]).catch((error: unknown) => {
    throw new Error(`A disk of ${sizeMiB} MiB could not be mounted at ${directory}: this test needs the right to mount (root, or a container with CAP_SYS_ADMIN). ${String(error)}`)
  })
  const filler = join(directory, 'filler')
  let filling: NodeJS.Timeout | undefined
  const pour = async () => {
    // In ever smaller pieces: nothing must be left.
    for (const size of [1024 * 1024, 64 * 1024, 4096]) {
      const piece = Buffer.alloc(size)
      for (;;) if (!(await appendFile(filler, piece).then(() => true, () => false))) break
    }
  }
  return {
    async fill() {
      await pour()
      filling = setInterval(() => void pour(), 200)
    },
    async free() {
      clearInterval(filling)
      // One round may still be under way.
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      await rm(filler, { force: true })
    },
    async unmount() {
      clearInterval(filling)
      await run('umount', ['-l', directory])
    },
  }
}
