import { labelCountMax } from '@headgate/contract'
import type { SnapshotSpec } from '@headgate/domain'
import { problem } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'
import { readTime } from '../http/read-time.ts'

/** A merge patch of what a person may wish of a snapshot. */
export interface SnapshotSpecChange {
  pinned?: boolean
  labels?: Record<string, string | null>
  retain_until?: string | null
}

const longestMs = 100 * 365.25 * 24 * 60 * 60_000

/** The spec that a change leads to; 422 for a time that is over or too far away, and for too many labels. `at` is where the change stands in the body. */
export function readSpecChange(spec: SnapshotSpec, change: SnapshotSpecChange, nowMs: number, at = ''): SnapshotSpec | Problem {
  const { retainUntilMs, ...rest } = spec
  const labels = Object.fromEntries(Object.entries({ ...spec.labels, ...change.labels }).filter((entry): entry is [string, string] => entry[1] !== null))
  if (Object.keys(labels).length > labelCountMax) return problem(422, { detail: `A snapshot has at most ${labelCountMax} labels. Remove some: a label that is null goes.`, pointer: `${at}/labels` })
  const next = { ...rest, labels, pinned: change.pinned ?? spec.pinned }
  if (change.retain_until === null) return next
  if (change.retain_until === undefined) return retainUntilMs === undefined ? next : { ...next, retainUntilMs }
  const pointer = `${at}/retain_until`
  const untilMs = readTime(change.retain_until, { pointer })
  if (typeof untilMs === 'object') return untilMs
  if (untilMs === retainUntilMs) return { ...next, retainUntilMs }
  if (untilMs <= nowMs) return problem(422, { detail: 'retain_until is over already. Give a time to come, or null to let policies decide.', pointer })
  if (untilMs > nowMs + longestMs) return problem(422, { detail: 'retain_until is more than a hundred years away. Pin the snapshot to keep it for good.', pointer })
  return { ...next, retainUntilMs: untilMs }
}

/** The spec of a new snapshot. */
export const readNewSpec = (wishes: { pinned?: boolean; labels?: Record<string, string>; retain_until?: string }, nowMs: number): SnapshotSpec | Problem =>
  readSpecChange({ labels: {}, pinned: false }, wishes, nowMs)
