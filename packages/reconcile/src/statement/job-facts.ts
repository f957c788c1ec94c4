import { known } from '@headgate/domain'
import type { Generation, JobFact, StatementObserved } from '@headgate/domain'
import type { JobDescription } from '@headgate/ports'

/** What a look at the job of a generation tells of the statement; `failure` is why it restarted last. */
export function jobFacts(job: JobDescription, generation: Generation, nowMs: number, failure?: JobFact['lastFailure']): Partial<StatementObserved> {
  const checkpoint = job.newestCheckpoint
  return {
    job: known(
      {
        generation: generation.generation,
        state: job.state,
        allTasksRunning: job.allTasksRunning,
        startTimeMs: job.startTimeMs,
        endTimeMs: job.endTimeMs,
        restarts: job.restarts,
        ...(failure === undefined ? {} : { lastFailure: failure }),
        ...(job.failedCheckpoints === undefined ? {} : { failedCheckpoints: job.failedCheckpoints }),
      },
      nowMs,
    ),
    submitted: { generation: generation.generation, atMs: generation.createdAtMs },
    ...(checkpoint === undefined || checkpoint.isSavepoint
      ? {}
      : {
          newestSnapshot: {
            kind: 'checkpoint' as const,
            uri: checkpoint.uri,
            generation: generation.generation,
            completedAtMs: checkpoint.completedAtMs,
          },
        }),
  }
}
