import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A living Flink process of an instance. */
export interface FlinkProcess {
  role: 'jobmanager' | 'gateway' | 'taskmanager'
  pid: number
  endpoint: string | undefined
  /** When the controller started it, and when it first saw it ready; milliseconds since the epoch. */
  startedAtMs: number
  readyAtMs: number
}

interface WorkerRecord {
  role: FlinkProcess['role']
  endpoint?: string
  process?: { pid: number }
  startedAtMs: number
  readyAtMs?: number
  exit?: unknown
}

/** The Flink processes of a data directory that are ready, by the records that the process adapter keeps there. */
export async function readFlinkProcesses(dataDirectory: string): Promise<FlinkProcess[]> {
  const found: FlinkProcess[] = []
  for await (const file of glob('organizations/*/environments/*/pools/*/generations/*/workers/*.json', { cwd: dataDirectory })) {
    const record = JSON.parse(await readFile(join(dataDirectory, file), 'utf8')) as WorkerRecord
    if (record.exit !== undefined || record.readyAtMs === undefined || record.process === undefined) continue
    found.push({ role: record.role, pid: record.process.pid, endpoint: record.endpoint, startedAtMs: record.startedAtMs, readyAtMs: record.readyAtMs })
  }
  return found
}

/** The endpoints that the raw side talks to. */
export async function readFlinkEndpoints(dataDirectory: string): Promise<{ gateway: string; jobManager: string }> {
  const processes = await readFlinkProcesses(dataDirectory)
  const endpointOf = (role: FlinkProcess['role']) => processes.find((process) => process.role === role)?.endpoint
  const [gateway, jobManager] = [endpointOf('gateway'), endpointOf('jobmanager')]
  if (gateway === undefined || jobManager === undefined) throw new Error('The instance has no Flink that is ready.')
  return { gateway, jobManager }
}
