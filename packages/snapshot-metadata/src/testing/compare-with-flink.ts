import type { FlinkMetadata } from '@headgate/testbed'
import type { SnapshotMetadata } from '../snapshot-metadata.ts'

/** What both readers tell of a file, in one form and order. */
export interface CommonReading {
  checkpointId: number
  kind: string
  format: string
  stop: string
  hasChannelState: boolean
  operators: object[]
  files: string[]
}

export function commonOfOurs(read: SnapshotMetadata): CommonReading {
  const { checkpointId, kind, hasChannelState } = read
  // A checkpoint has no format of its own.
  const [format, stop] = kind === 'savepoint' ? [read.format, read.stop] : ['native', 'none']
  const operators = read.operators.map(({ coordinatorStateBytes: _, uid = '', name = '', ...operator }) => ({ ...operator, uid, name }))
  return { checkpointId, kind, format, stop, hasChannelState, operators: inOrder(operators), files: read.references.map(inWords).toSorted() }
}

export function commonOfFlink(read: FlinkMetadata & { ok: true }): CommonReading {
  const { checkpointId, hasChannelState, isSavepoint } = read
  const sizes = new Map<string, (typeof read.files)[number]>()
  for (const file of read.files) {
    const key = `${file.isRelative} ${file.location}`
    sizes.set(key, { ...file, sizeBytes: Math.max(0, file.sizeBytes, sizes.get(key)?.sizeBytes ?? 0) })
  }
  const stop = { NONE: 'none', SUSPEND: 'suspend', TERMINATE: 'drain' }[read.stop ?? 'NONE'] ?? '?'
  return {
    checkpointId, kind: isSavepoint ? 'savepoint' : 'checkpoint', format: read.format?.toLowerCase() ?? 'native', stop, hasChannelState,
    operators: inOrder(read.operators), files: [...sizes.values()].map(inWords).toSorted(),
  }
}

const inOrder = <T extends { operatorId: string }>(operators: T[]): T[] => operators.toSorted((one, other) => (one.operatorId < other.operatorId ? -1 : 1))

const inWords = ({ location, isRelative, sizeBytes }: { location: string; isRelative: boolean; sizeBytes: number }): string => `${isRelative ? './' : ''}${location} ${sizeBytes}`
