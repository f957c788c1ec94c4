import type { Snapshot } from '@headgate/domain'
import { compareKeys, statementKey } from '@headgate/domain'

/** A part of the key space: after `after`, up to `upTo`. Absent: from the beginning, to the end. */
export interface KeyRange {
  after?: string
  upTo?: string
}

/** Each further range costs one request that brings little; below so many files it is not worth it. */
const filesPerRange = 5_000
const rangesMax = 8

/**
 * Splits an environment's keys into ranges that are gone through at the same time, because a store answers one request slowly and many at
 * once. They meet between two statements, so that nothing that is judged as a whole is cut in two.
 */
export function splitRanges(snapshots: readonly Snapshot[]): KeyRange[] {
  const filesOf = new Map<string, number>()
  for (const snapshot of snapshots) {
    if (snapshot.statement === undefined) continue
    const key = statementKey({ organizationId: snapshot.organizationId, environmentId: snapshot.environmentId, uid: snapshot.statement.uid })
    const content = snapshot.observed.content
    filesOf.set(key, (filesOf.get(key) ?? 0) + (content?.ownFiles ?? 1) + Math.round((content?.sharedFiles ?? 0) / 2))
  }
  const total = [...filesOf.values()].reduce((sum, files) => sum + files, 0)
  const count = Math.max(1, Math.min(rangesMax, Math.floor(total / filesPerRange)))
  const bounds: string[] = []
  let files = 0
  for (const [key, own] of [...filesOf].sort(([a], [b]) => compareKeys(a, b))) {
    if (bounds.length < count - 1 && files >= (total / count) * (bounds.length + 1)) bounds.push(key)
    files += own
  }
  return [undefined, ...bounds].map((after, index) => ({ ...(after === undefined ? {} : { after }), ...(bounds[index] === undefined ? {} : { upTo: bounds[index] }) }))
}
