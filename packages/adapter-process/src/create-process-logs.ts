import { join } from 'node:path'
import { failed, ok } from '@headgate/domain'
import type { LogPort } from '@headgate/ports'
import { generationDirectory, listGenerations } from './cluster/generation-directory.ts'
import { readRecords } from './cluster/worker-record.ts'
import { tailFile } from './process/tail-file.ts'

/** The log port for a process that runs no workers itself: it reads what the controller wrote below the same data directory, and changes nothing. */
export function createProcessLogs(options: { dataDirectory: string }): LogPort {
  return {
    async readLogs(pool, { role, tailBytes, workersMax }) {
      try {
        const records = listGenerations(options.dataDirectory, pool)
          .flatMap((generation) => readRecords(generationDirectory(options.dataDirectory, pool, generation).workers))
          .filter((record) => role === undefined || record.role === role)
          .sort((a, b) => b.startedAtMs - a.startedAtMs)
          .slice(0, workersMax)
        return ok(
          await Promise.all(
            records.map(async (record) => {
              const { log } = generationDirectory(options.dataDirectory, pool, record.clusterGeneration)
              const text = await tailFile(join(log, `${record.workerId}.log`), tailBytes)
              return { workerId: record.workerId, role: record.role, text: text === '' ? await tailFile(join(log, `${record.workerId}.out`), tailBytes) : text }
            }),
          ),
        )
      } catch (error) {
        return failed('unavailable', `The logs of pool '${pool.computePoolId}' could not be read.`, String(error))
      }
    },
  }
}
