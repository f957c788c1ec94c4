import { terminalJobStates } from '@headgate/domain'
import type { Generation, StatementObserved } from '@headgate/domain'
import type { ReconcileDeps } from '../deps.ts'
import { jobFacts } from './job-facts.ts'

/** A deployment takes some hundred milliseconds; what takes longer is looked at by later passes. */
const watchMsMax = 2_000
const quickMs = 500
const quickPauseMs = 15
const slowPauseMs = 100

/**
 * Looks at a job that was just sent, again and again for a short while, until all its tasks run: a pass for each look, or a wait for
 * the pool's next one, would be time in which the statement runs and nobody knows. Returns what was seen last, nothing if it was not seen.
 */
export async function watchStart(jobManagerEndpoint: string, generation: Generation, deps: ReconcileDeps): Promise<Partial<StatementObserved>> {
  const startedAtMs = deps.clock.nowMs()
  for (;;) {
    const described = await deps.flink.describeJob(jobManagerEndpoint, generation.jobId)
    // Lost, or over: the next pass looks for evidence, which is more than what was seen here.
    if (!described.ok || terminalJobStates.includes(described.value.state)) return {}
    if (described.value.allTasksRunning) return jobFacts(described.value, generation, deps.clock.nowMs())
    const watchedMs = deps.clock.nowMs() - startedAtMs
    if (watchedMs > watchMsMax) return {}
    await deps.clock.sleep(watchedMs < quickMs ? quickPauseMs : slowPauseMs)
  }
}
