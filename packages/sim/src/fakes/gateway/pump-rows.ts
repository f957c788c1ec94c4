import { failed } from '@headgate/domain'
import type { VirtualClock } from '../../virtual-clock.ts'
import type { FakeEngine } from '../engine/create-fake-engine.ts'
import { isOver } from '../engine/fake-job.ts'
import type { ResultPages } from './fake-operation.ts'
import type { PlannedQuery } from './query-script.ts'

/**
 * Moves the rows of a query's job into its pages, as fast as its sources deliver and the buffer has room: a reader that does not
 * come keeps the job running. The job finishes with its last row in the buffer.
 */
export function pumpRows(options: {
  clock: VirtualClock
  engine: FakeEngine
  jobId: string
  query: PlannedQuery
  pages: ResultPages
  pumpMs: number
}): void {
  const { clock, engine, jobId, query, pages, pumpMs } = options
  let produced = 0
  let owed = 0
  const turn = () => {
    const job = engine.find(jobId)
    if (job === undefined || engine.isDead()) return pages.fail(lostResult)
    if (job.state === 'FINISHED') return pages.end()
    if (job.state === 'FAILED') return pages.fail(failedJob(job.exceptions[0]?.message))
    if (isOver(job) || job.state === 'CANCELLING') return pages.fail(cancelledJob)
    if (job.allTasksRunning) {
      owed = Math.min(owed + (query.rowsPerSecond * pumpMs) / 1_000, query.rowsPerSecond)
      const left = query.count === undefined ? Infinity : query.count - produced
      const size = Math.min(Math.floor(owed), left, pages.room())
      const rows = Array.from({ length: size }, (_, index) => query.row(produced + index))
      produced += pages.offer(rows)
      owed -= size
      if (query.count !== undefined && produced >= query.count) {
        engine.finish(jobId)
        return pages.end()
      }
    }
    clock.schedule(pumpMs, turn)
  }
  clock.schedule(pumpMs, turn)
}

const lostResult = failed('rejected', 'Failed to fetch the next result: the JobManager of the query is gone.')
const cancelledJob = failed('rejected', 'The job of the query was cancelled.')
const failedJob = (message = 'The job of the query failed.') => failed('rejected', message.split('\n')[0] ?? message, message)
