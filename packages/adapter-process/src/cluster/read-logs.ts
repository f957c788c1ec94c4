import { join } from 'node:path'
import { failed, ok } from '@headgate/domain'
import type { ClusterPort, LogPort } from '@headgate/ports'
import { tailFile } from '../process/tail-file.ts'
import { generationDirectory } from './generation-directory.ts'
import type { Supervisor } from './supervisor.ts'
import type { WorkerRecord } from './worker-record.ts'

/** Reads the logs of a pool's workers: what Flink logged, and before that what the JVM itself printed if there is nothing else. */
export function createLogReader(dataDirectory: string, supervisor: Supervisor): Pick<ClusterPort, 'readLog'> & LogPort {
  async function read(record: WorkerRecord, tailBytes: number): Promise<string> {
    const { log } = generationDirectory(dataDirectory, record, record.clusterGeneration)
    const text = await tailFile(join(log, `${record.workerId}.log`), tailBytes)
    return text === '' ? tailFile(join(log, `${record.workerId}.out`), tailBytes) : text
  }

  return {
    async readLog(worker, tailBytes) {
      try {
        await supervisor.refresh()
        const record = supervisor.records().find((known) => known.workerId === worker.workerId && known.computePoolId === worker.computePoolId && known.environmentId === worker.environmentId && known.organizationId === worker.organizationId)
        return record === undefined ? failed('not-found', `The log of worker '${worker.workerId}' is not kept any more.`) : ok(await read(record, tailBytes))
      } catch (error) {
        return failed('unavailable', `The log of worker '${worker.workerId}' could not be read.`, String(error))
      }
    },

    async readLogs(pool, { role, tailBytes, workersMax }) {
      try {
        await supervisor.refresh()
        const records = supervisor
          .records()
          .filter((record) => record.organizationId === pool.organizationId && record.environmentId === pool.environmentId && record.computePoolId === pool.computePoolId)
          .filter((record) => role === undefined || record.role === role)
          .sort((a, b) => b.startedAtMs - a.startedAtMs)
          .slice(0, workersMax)
        return ok(await Promise.all(records.map(async (record) => ({ workerId: record.workerId, role: record.role, text: await read(record, tailBytes) }))))
      } catch (error) {
        return failed('unavailable', `The logs of pool '${pool.computePoolId}' could not be read.`, String(error))
      }
    },
  }
}
