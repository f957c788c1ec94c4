import type { JobFact, StatementEvent, StatementWarning } from '@headgate/domain'
import type { StatementWorld } from './statement-plan.ts'

/** After this long without a failure a restart is history: as long as Flink remembers it for its backoff. */
const recentMs = 10 * 60_000
/** One failed checkpoint is no trouble. */
const failedCheckpointsMin = 2
/** A restart fails the checkpoints around it: only a job that has run for a while is judged by them. */
const settledMs = 30_000

type Finding = Omit<StatementWarning, 'createdAtMs'>

/** What is not well with a job whose tasks run. Pure. */
export function findings(job: JobFact, nowMs: number): Finding[] {
  const found: Finding[] = []
  const { lastFailure, failedCheckpoints, restarts = 0 } = job
  if (lastFailure !== undefined && nowMs - lastFailure.atMs < recentMs) {
    const times = restarts > 1 ? `${restarts} times` : 'once'
    found.push({ severity: 'MODERATE', reason: 'RESTARTED', message: `Flink restarted the job ${times}, at last because of: ${lastFailure.message}` })
  }
  const isSettled = lastFailure === undefined || (failedCheckpoints?.atMs ?? 0) - lastFailure.atMs > settledMs
  if (failedCheckpoints !== undefined && failedCheckpoints.inARow >= failedCheckpointsMin && isSettled) {
    const message =
      `Checkpoints fail (${failedCheckpoints.message}). Nothing is lost: after a failure the job goes on from the newest one that completed, ` +
      'and exactly-once sinks publish nothing until the next one. Look whether the disk or bucket of the checkpoints is full or cannot be written.'
    found.push({ severity: 'CRITICAL', reason: 'CHECKPOINTS_FAILING', message })
  }
  return found
}

const managed = ['RESTARTED', 'CHECKPOINTS_FAILING']

/** The warnings of a statement with the findings of now in the place of earlier ones, and an event for each that is new or over. */
export function tellHealth(world: StatementWorld, now: Finding[], before: StatementWarning[]): { warnings: StatementWarning[]; events: Omit<StatementEvent, 'atMs'>[] } {
  const known = world.statement.status.warnings
  const warnings = before.filter(({ reason }) => !managed.includes(reason))
  const events: Omit<StatementEvent, 'atMs'>[] = []
  for (const finding of now) {
    const same = known.find(({ reason }) => reason === finding.reason)
    warnings.push({ ...finding, createdAtMs: same?.createdAtMs ?? world.nowMs })
    // Restarts have events of their own.
    if (same === undefined && finding.reason !== 'RESTARTED') events.push({ type: 'Warning', reason: 'CheckpointsFailing', message: finding.message })
  }
  const isOver = known.some(({ reason }) => reason === 'CHECKPOINTS_FAILING') && !now.some(({ reason }) => reason === 'CHECKPOINTS_FAILING')
  if (isOver) events.push({ type: 'Normal', reason: 'CheckpointsComplete', message: 'Checkpoints complete again.' })
  return { warnings, events }
}
