import type { Reading } from '../bytes/byte-window.ts'
import { readStreamHandle, streamHandle } from './read-stream-handle.ts'
import type { Walk } from './walk.ts'

export const operatorStateHandle = { none: 0, partitionable: 4, partitionableInSegments: 17 } as const

/** How state is given out to the subtasks of another parallelism: split, union or broadcast. */
const distributionModeMax = 2

/** Reads one OperatorStateHandle, state that is no keyed state, and notes what it names. Returns its size as Flink counts it. */
export function* readOperatorStateHandle(walk: Walk): Reading<number> {
  const { window } = walk
  if (!window.isReady) yield
  const kind = window.byte()
  if (kind === operatorStateHandle.none) return 0
  if (kind !== operatorStateHandle.partitionable && kind !== operatorStateHandle.partitionableInSegments) {
    window.damaged(`a handle of operator state of the unknown type ${kind}`)
    return 0
  }
  const count = window.count('operator states')
  for (let index = 0; index < count && window.failure === undefined; index++) {
    if (!window.isReady) yield
    window.skipText()
    const mode = window.byte()
    if (mode > distributionModeMax) window.damaged(`a state with the unknown distribution ${mode}`)
    window.skip(8 * window.count('offsets'))
  }
  if (kind === operatorStateHandle.partitionableInSegments) {
    if (!window.isReady) yield
    // The directories that segments lie in, and whether there is none.
    window.skipText()
    window.skipText()
    window.byte()
  }
  const handle = yield* readStreamHandle(walk, false)
  const isSegment = handle.kind === streamHandle.segment || handle.kind === streamHandle.emptySegment
  if (kind === operatorStateHandle.partitionableInSegments && !isSegment) window.damaged(`a handle of the type ${handle.kind} where a segment belongs`)
  return handle.bytes
}
