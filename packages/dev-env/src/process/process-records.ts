import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProcessIdentity } from './process-identity.ts'
import { identify, isAlive } from './process-identity.ts'

/** A process of the control plane that is written down, so that the next start can end what a kill -9 left. */
export interface ProcessRecord extends ProcessIdentity {
  name: string
}

/** Only files of this name are ours: the folder is shared with the records of the Flink processes. */
const suffix = '.dev.json'

/** Writes down a process that was just started; does nothing when it is gone already. */
export async function recordProcess(directory: string, name: string, pid: number): Promise<void> {
  const identity = await identify(pid)
  if (identity === undefined) return
  await mkdir(directory, { recursive: true })
  const file = join(directory, `${name}${suffix}`)
  await writeFile(`${file}.new`, JSON.stringify({ name, ...identity } satisfies ProcessRecord))
  await rename(`${file}.new`, file)
}

export async function forgetProcess(directory: string, name: string): Promise<void> {
  await rm(join(directory, `${name}${suffix}`), { force: true })
}

/**
 * Kills what an earlier run of the same data directory left and waits until it is gone. A pid that belongs to another process by now is left
 * alone. Returns the names of what was killed.
 */
export async function sweepRecordedProcesses(directory: string, waitMs = 10_000): Promise<string[]> {
  const swept: string[] = []
  for (const file of await readdir(directory).catch(() => [])) {
    if (!file.endsWith(suffix)) continue
    const record = await readRecord(join(directory, file))
    if (record !== undefined && (await isAlive(record))) {
      await killAndWait(record, waitMs)
      swept.push(record.name)
    }
    await rm(join(directory, file), { force: true })
  }
  return swept
}

async function killAndWait(record: ProcessRecord, waitMs: number): Promise<void> {
  // Postgres ends its backends on SIGQUIT at once and recovers on the next start; after SIGKILL of the postmaster they would linger.
  const signals: NodeJS.Signals[] = record.name === 'postgres' ? ['SIGQUIT', 'SIGKILL'] : ['SIGKILL']
  for (const signal of signals) {
    try {
      process.kill(record.pid, signal)
    } catch {
      return
    }
    const untilMs = Date.now() + waitMs / signals.length
    while (Date.now() < untilMs) {
      if (!(await isAlive(record))) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

async function readRecord(file: string): Promise<ProcessRecord | undefined> {
  try {
    const found = JSON.parse(await readFile(file, 'utf8')) as Partial<ProcessRecord>
    if (typeof found.pid !== 'number' || typeof found.startTime !== 'string' || typeof found.name !== 'string') return undefined
    return { pid: found.pid, startTime: found.startTime, name: found.name }
  } catch {
    return undefined
  }
}
