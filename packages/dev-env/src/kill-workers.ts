import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { WorkerRole } from '@headgate/domain'
import { isAlive } from './process/process-identity.ts'

/** `kill -9` (or another signal) of the living Flink processes of one role, by the records that the process adapter keeps; returns how many. For tests. */
export async function killWorkers(dataDirectory: string, role: WorkerRole, signal: NodeJS.Signals = 'SIGKILL'): Promise<number> {
  let killed = 0
  for await (const file of glob('organizations/*/environments/*/pools/*/generations/*/workers/*.json', { cwd: dataDirectory })) {
    const record = await readRecord(join(dataDirectory, file))
    if (record?.role !== role || record.process === undefined) continue
    const { pid, bootId, startTicks } = record.process
    if (!(await isAlive({ pid, startTime: `${bootId}:${startTicks}` }))) continue
    process.kill(pid, signal)
    killed += 1
  }
  return killed
}

async function readRecord(path: string): Promise<{ role?: string; process?: { pid: number; bootId: string; startTicks: string } } | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return undefined
  }
}
