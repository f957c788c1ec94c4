import type { Reading } from '../bytes/byte-window.ts'
import { readStreamHandle, skipKeyGroups } from './read-stream-handle.ts'
import { maxParallelismMax } from './walk.ts'
import type { Walk } from './walk.ts'

/** A KeyedStateHandle: its type byte, 0 where there is none, and its size as Flink counts it. */
export interface KeyedHandle {
  kind: number
  bytes: number
}

export const keyedHandle = {
  none: 0, keyGroups: 3, incremental: 5, savepointKeyGroups: 7, changelog: 8, changelogBytes: 9, changelogFiles: 10,
  incrementalV2: 11, keyGroupsV2: 12, changelogFilesV2: 13, changelogV2: 14,
} as const

const changelogParts: readonly number[] = [keyedHandle.changelogBytes, keyedHandle.changelogFiles, keyedHandle.changelogFilesV2]

/** Reads one KeyedStateHandle, keyed state of one subtask, and notes what it names. */
export function* readKeyedState(walk: Walk, isShared = false, nesting = 0): Reading<KeyedHandle> {
  const { window, limits } = walk
  if (!window.isReady) yield
  const kind = window.byte()
  if (nesting > limits.nestingMax) window.refuse(`Its handles are nested more than ${limits.nestingMax} deep, the limit`)
  switch (kind) {
    case keyedHandle.none:
      return { kind, bytes: 0 }
    case keyedHandle.keyGroups:
    case keyedHandle.keyGroupsV2:
    case keyedHandle.savepointKeyGroups: {
      skipKeyGroups(walk)
      const { bytes } = yield* readStreamHandle(walk, isShared, nesting + 1)
      if (!window.isReady) yield
      if (kind === keyedHandle.keyGroupsV2) window.skipText()
      return { kind, bytes }
    }
    case keyedHandle.incremental:
    case keyedHandle.incrementalV2:
      return { kind, bytes: yield* readIncremental(walk, kind === keyedHandle.incrementalV2, isShared, nesting) }
    case keyedHandle.changelog:
    case keyedHandle.changelogV2:
      return { kind, bytes: yield* readChangelog(walk, kind === keyedHandle.changelogV2, nesting) }
    case keyedHandle.changelogBytes:
      return { kind, bytes: yield* readChangelogBytes(walk) }
    case keyedHandle.changelogFiles:
    case keyedHandle.changelogFilesV2:
      return { kind, bytes: yield* readChangelogFiles(walk, kind === keyedHandle.changelogFilesV2, nesting) }
    default:
      window.damaged(`a handle of keyed state of the unknown type ${kind}`)
      return { kind, bytes: 0 }
  }
}

/** RocksDB's files: those that checkpoints share, those of this one, and a small file about both. */
function* readIncremental(walk: Walk, isV2: boolean, isShared: boolean, nesting: number): Reading<number> {
  const { window } = walk
  window.long()
  window.skipText()
  readKeyGroupRange(walk)
  if (isV2) window.long()
  let bytes = (yield* readStreamHandle(walk, isShared, nesting + 1)).bytes
  for (const areShared of [true, isShared]) {
    if (!window.isReady) yield
    const count = window.count('files')
    for (let index = 0; index < count && window.failure === undefined; index++) {
      if (!window.isReady) yield
      window.skipText()
      bytes += (yield* readStreamHandle(walk, areShared, nesting + 1)).bytes
    }
  }
  if (!window.isReady) yield
  if (isV2) window.skipText()
  return bytes
}

/** Materialized state and the changes since: later checkpoints name both again until the next materialization. */
function* readChangelog(walk: Walk, isV2: boolean, nesting: number): Reading<number> {
  const { window } = walk
  let bytes = 0
  readKeyGroupRange(walk)
  window.long()
  for (const part of ['materialized', 'changes'] as const) {
    if (!window.isReady) yield
    const count = window.count('parts of a changelog')
    for (let index = 0; index < count && window.failure === undefined; index++) {
      const handle = yield* readKeyedState(walk, true, nesting + 1)
      if (part === 'changes' && !changelogParts.includes(handle.kind)) window.damaged(`a handle of the type ${handle.kind} among changes`)
      bytes += handle.bytes
    }
  }
  if (!window.isReady) yield
  window.long()
  if (isV2) window.long()
  window.skipText()
  return bytes
}

function* readChangelogBytes(walk: Walk): Reading<number> {
  const { window, findings } = walk
  let bytes = 0
  readKeyGroupRange(walk)
  window.long()
  window.long()
  const count = window.count('changes')
  for (let index = 0; index < count && window.failure === undefined; index++) {
    if (!window.isReady) yield
    window.int()
    const length = window.count('bytes of a change')
    window.skip(length)
    bytes += length
  }
  if (!window.isReady) yield
  window.skipText()
  findings.addInlined(bytes)
  return bytes
}

function* readChangelogFiles(walk: Walk, isV2: boolean, nesting: number): Reading<number> {
  const { window } = walk
  readKeyGroupRange(walk)
  const count = window.count('files of a changelog')
  for (let index = 0; index < count && window.failure === undefined; index++) {
    if (!window.isReady) yield
    window.long()
    yield* readStreamHandle(walk, true, nesting + 1)
  }
  if (!window.isReady) yield
  // The part of the files that belongs to this handle; they hold those of other tasks too.
  const bytes = window.size('the size of a changelog')
  window.long()
  window.skipText()
  if (isV2) window.skipText()
  return bytes
}

/** A range of key groups without offsets. */
function readKeyGroupRange({ window }: Walk): void {
  window.count('as a first key group', maxParallelismMax)
  window.count('key groups', maxParallelismMax)
}
