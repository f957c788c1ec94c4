import { open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Canaries, Sighting } from './create-canaries.ts'

/** What was looked through. */
export interface Scan {
  sightings: Sighting[]
  /** Files or processes. */
  places: number
  bytes: number
}

const pieceBytes = 16 * 1024 * 1024

/** Looks through every file below a directory, compressed ones unpacked. `isAllowed` names files that may hold what they hold. Files that go away meanwhile are left out. */
export async function scanDirectory(canaries: Canaries, directory: string, isAllowed: (path: string) => boolean = () => false): Promise<Scan> {
  const scan: Scan = { sightings: [], places: 0, bytes: 0 }
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || isAllowed(path)) continue
    scan.places += 1
    // A name is an output too.
    scan.sightings.push(...canaries.find(path, `the name of ${path}`))
    await scanFile(canaries, path, scan).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
  }
  return scan
}

async function scanFile(canaries: Canaries, path: string, scan: Scan): Promise<void> {
  if (path.endsWith('.gz')) {
    const unpacked = gunzipSync(await readFile(path))
    scan.bytes += unpacked.length
    scan.sightings.push(...canaries.find(unpacked, path))
    return
  }
  const overlap = canaries.formBytesMax()
  const file = await open(path)
  try {
    const buffer = Buffer.alloc(pieceBytes)
    for (let start = 0; ; start += pieceBytes - overlap) {
      const { bytesRead } = await file.read(buffer, 0, pieceBytes, start)
      scan.bytes += bytesRead
      scan.sightings.push(...canaries.find(buffer.subarray(0, bytesRead), path))
      if (bytesRead < pieceBytes) return
    }
  } finally {
    await file.close()
  }
}

/** Looks through the command lines and environments of the processes of this machine that can be read. Linux alone has them as files. */
export async function scanProcesses(canaries: Canaries, isAllowed: (pid: number, file: 'cmdline' | 'environ') => boolean = () => false): Promise<Scan> {
  const scan: Scan = { sightings: [], places: 0, bytes: 0 }
  for (const pid of (await readdir('/proc').catch(() => [] as string[])).filter((name) => /^\d+$/.test(name)).map(Number)) {
    for (const file of ['cmdline', 'environ'] as const) {
      if (isAllowed(pid, file)) continue
      const bytes = await readFile(`/proc/${pid}/${file}`).catch(() => undefined)
      if (bytes === undefined) continue
      scan.places += 1
      scan.bytes += bytes.length
      scan.sightings.push(...canaries.find(bytes, `${file} of process ${pid}`))
    }
  }
  return scan
}
