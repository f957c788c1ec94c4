import type { Worker, WorkerRole } from '@headgate/domain'

/** What was seen of a worker, living or ended. */
export interface WorkerHistory extends Pick<Worker, 'role' | 'startedAtMs' | 'exit'> {
  /** It was ready once. */
  readyAtMs?: number
}

const firstMs = 2_000
const maxMs = 60_000

/**
 * How long to wait before a role of a pool is started once more: nothing after a worker that was ready once, and twice as long
 * after each further one that never was. Pure.
 */
export function startBackoff(records: readonly WorkerHistory[], role: WorkerRole, nowMs: number): { waitMs: number; lastMessage: string } {
  const ended = records
    .filter((record) => record.role === role && record.exit !== undefined && record.exit.reason !== 'dropped')
    .sort((a, b) => b.startedAtMs - a.startedAtMs)
  const ready = ended.findIndex((record) => record.readyAtMs !== undefined)
  const failures = ready < 0 ? ended.length : ready
  const last = ended[0]?.exit
  if (failures === 0 || last === undefined) return { waitMs: 0, lastMessage: '' }
  const pauseMs = Math.min(maxMs, firstMs * 2 ** (failures - 1))
  return { waitMs: Math.max(0, last.atMs + pauseMs - nowMs), lastMessage: last.message }
}
