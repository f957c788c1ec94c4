import { insertSql, sinkTable, sourceTable } from '../benchmarks/workload.ts'
import type { RawGateway } from './raw-gateway.ts'

/** The raw sequence: session, two tables, INSERT, all vertices RUNNING. Returns how it is undone. */
export async function runRawInsert(raw: RawGateway): Promise<() => Promise<void>> {
  const session = await raw.openSession()
  await raw.execute(session, sourceTable)
  await raw.execute(session, sinkTable)
  const { jobId = '' } = await raw.execute(session, insertSql)
  await raw.untilRunning(jobId)
  return async () => {
    await raw.cancel(jobId)
    await raw.closeSession(session)
  }
}
