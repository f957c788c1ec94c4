import type { JobDescription } from '@headgate/ports'
import type { RawCheckpoint } from './raw.ts'

/** How many checkpoints have failed since one completed, from a history whose newest comes first; what is under way does not count. */
export function failedCheckpoints(history: RawCheckpoint[]): JobDescription['failedCheckpoints'] {
  const ended = history.filter((checkpoint) => checkpoint.status !== 'IN_PROGRESS')
  const completed = ended.findIndex((checkpoint) => checkpoint.status !== 'FAILED')
  const failed = completed < 0 ? ended : ended.slice(0, completed)
  const newest = failed[0]
  if (newest === undefined) return undefined
  return { inARow: failed.length, atMs: newest.failure_timestamp ?? 0, message: newest.failure_message?.split('\n')[0]?.trim() || 'Flink gave no reason.' }
}
