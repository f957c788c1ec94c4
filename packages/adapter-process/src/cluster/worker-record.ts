import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker, WorkerRole } from '@headgate/domain'
import type { ProcessIdentity } from '../process/process-identity.ts'
import { writeJson } from '../process/write-json.ts'

/**
 * What is written down of one JVM, so that a controller that starts later finds it again. Written before the spawn (without a
 * process) and again right after it.
 */
export interface WorkerRecord {
  format: 1
  workerId: string
  role: WorkerRole
  organizationId: string
  environmentId: string
  computePoolId: string
  clusterGeneration: number
  startedAtMs: number
  process?: ProcessIdentity
  /** REST base URL of a JobManager or gateway. */
  endpoint?: string
  /** Ports that this process listens on. */
  ports: number[]
  readyAtMs?: number
  dropRequestedAtMs?: number
  exit?: Worker['exit']
}

const suffix = '.json'

export function writeRecord(workersDirectory: string, record: WorkerRecord): void {
  writeJson(join(workersDirectory, record.workerId + suffix), record)
}

/** The records of one generation; what cannot be read as one is left out. */
export function readRecords(workersDirectory: string): WorkerRecord[] {
  return namesIn(workersDirectory)
    .filter((name) => name.endsWith(suffix))
    .map((name) => readRecord(join(workersDirectory, name)))
    .filter((record) => record !== undefined)
}

function readRecord(path: string): WorkerRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(path, 'utf8')) as Partial<WorkerRecord>
    const complete = record.format === 1 && typeof record.workerId === 'string' && typeof record.role === 'string' && typeof record.clusterGeneration === 'number'
    return complete ? (record as WorkerRecord) : undefined
  } catch {
    return undefined
  }
}

/** The worker as the cluster port tells it. */
export function toWorker(record: WorkerRecord): Worker {
  return {
    organizationId: record.organizationId,
    environmentId: record.environmentId,
    computePoolId: record.computePoolId,
    clusterGeneration: record.clusterGeneration,
    role: record.role,
    workerId: record.workerId,
    state: record.exit !== undefined ? 'exited' : record.readyAtMs === undefined ? 'starting' : 'running',
    ...(record.endpoint === undefined ? {} : { endpoint: record.endpoint }),
    startedAtMs: record.startedAtMs,
    ...(record.exit === undefined ? {} : { exit: record.exit }),
  }
}

/** The names in a directory; none when it does not exist or is none. */
export function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    throw error
  }
}
