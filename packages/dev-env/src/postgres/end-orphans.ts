import { readFile, readdir, readlink, realpath } from 'node:fs/promises'

/**
 * Ends server processes of this data directory that outlived their postmaster, and returns how many. A postmaster that was killed leaves its backends; each goes when
 * it next waits, but one that computes or hangs keeps the shared memory, and no server starts beside it. Only where `/proc` tells (Linux); elsewhere none are found.
 */
export async function endOrphans(dataDirectory: string): Promise<number> {
  const home = await realpath(dataDirectory).catch(() => dataDirectory)
  let ended = 0
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(name)) continue
    // Every process of the server works in its data directory.
    const directory = await readlink(`/proc/${name}/cwd`).catch(() => undefined)
    if (directory !== home) continue
    const command = await readFile(`/proc/${name}/comm`, 'utf8').catch(() => '')
    if (command.trim() !== 'postgres') continue
    try {
      process.kill(Number(name), 'SIGKILL')
      ended += 1
    } catch {
      // It went by itself.
    }
  }
  return ended
}
