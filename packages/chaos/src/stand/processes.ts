import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { join } from 'node:path'

export type FlinkRole = 'taskmanager' | 'jobmanager' | 'gateway'

/** A Flink process as the process adapter wrote it down. */
export interface FlinkProcess {
  role: FlinkRole
  pid: number
  workerId: string
  endpoint?: string
  startedAtMs: number
}

/** The Flink processes of a data directory that are alive now, oldest first. */
export async function listFlinkProcesses(dataDirectory: string): Promise<FlinkProcess[]> {
  const found: FlinkProcess[] = []
  for await (const file of glob('organizations/*/environments/*/pools/*/generations/*/workers/*.json', { cwd: dataDirectory })) {
    const record = readJson<{ role: FlinkRole; workerId: string; endpoint?: string; startedAtMs: number; process?: { pid: number; startTicks: string } }>(join(dataDirectory, file))
    if (record?.process === undefined || startTicks(record.process.pid) !== record.process.startTicks) continue
    found.push({ role: record.role, pid: record.process.pid, workerId: record.workerId, endpoint: record.endpoint, startedAtMs: record.startedAtMs })
  }
  return found.toSorted((one, other) => one.startedAtMs - other.startedAtMs)
}

/** The pid of the API, the controller or Postgres; undefined while none runs. */
export function controlPlanePid(dataDirectory: string, name: 'api' | 'controller' | 'postgres'): number | undefined {
  const record = readJson<{ pid: number; startTime: string }>(join(dataDirectory, 'processes', `${name}.dev.json`))
  if (record === undefined) return undefined
  const ticks = startTicks(record.pid)
  return ticks !== undefined && record.startTime.endsWith(`:${ticks}`) ? record.pid : undefined
}

/** A process and all its descendants. */
export function familyOf(pid: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(Number(name)) === pid)
    .map(Number)
  return [pid, ...children.flatMap(familyOf)]
}

/** Whether a process exists and is no zombie. */
export const isAlive = (pid: number): boolean => startTicks(pid) !== undefined

/** Whether a process is stopped by a signal. */
export const isPaused = (pid: number): boolean => statOf(pid)?.[0] === 'T'

/** Fields of `/proc/PID/stat` after the command, which may contain anything. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

function startTicks(pid: number): string | undefined {
  const fields = statOf(pid)
  return fields === undefined || fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
}

const parentOf = (pid: number): number => Number(statOf(pid)?.[1] ?? -1)

function readJson<T>(path: string): T | undefined {
  try {
    return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined
  } catch {
    // Half written or just removed: as good as absent, the next look tells.
    return undefined
  }
}
