import type { Reading } from '../bytes/byte-window.ts'
import type { SnapshotOperator } from '../snapshot-metadata.ts'
import { readChannelState } from './read-channel-state.ts'
import { readKeyedState } from './read-keyed-state.ts'
import { readOperatorStateHandle } from './read-operator-state-handle.ts'
import { readStreamHandleIfAny, streamHandle } from './read-stream-handle.ts'
import { maxParallelismMax } from './walk.ts'
import type { Walk } from './walk.ts'

/** Reads the state of one operator. */
export function* readOperator(walk: Walk): Reading<SnapshotOperator> {
  const { window, limits, findings } = walk
  // Two strings of any length fill a unit.
  if (!window.isReady) yield
  const name = window.text('name', limits.nameBytesMax)
  const uid = window.text('uid', limits.nameBytesMax)
  if (!window.isReady) yield
  findings.keep(name + uid)
  const operatorId = window.hex(16)
  const parallelism = window.int()
  const maxParallelism = window.int()
  if (parallelism < 1 || parallelism > maxParallelism || maxParallelism > maxParallelismMax) window.damaged(`an operator of parallelism ${parallelism}, at most ${maxParallelism}`)
  const coordinator = yield* readStreamHandleIfAny(walk, false)
  if (coordinator.kind !== streamHandle.none && coordinator.kind !== streamHandle.bytes) window.damaged(`coordinator state in a handle of the type ${coordinator.kind}`)
  const hasCoordinatorState = coordinator.kind !== streamHandle.none
  const operator: SnapshotOperator = {
    operatorId,
    ...(uid === '' ? {} : { uid }),
    ...(name === '' ? {} : { name }),
    parallelism, maxParallelism, subtasks: 0, finishedSubtasks: 0, isFinished: false,
    hasCoordinatorState, coordinatorStateBytes: coordinator.bytes, stateBytes: coordinator.bytes,
  }
  if (!window.isReady) yield
  const subtasks = window.int()
  if (subtasks < 0) {
    if (hasCoordinatorState) window.damaged('coordinator state of an operator that has finished')
    return { ...operator, isFinished: true }
  }
  if (subtasks > parallelism) window.damaged(`${subtasks} subtasks of an operator of parallelism ${parallelism}`)
  operator.subtasks = subtasks
  const seen = new Set<number>()
  for (let position = 0; position < subtasks && window.failure === undefined; position++) {
    if (!window.isReady) yield
    const written = window.int()
    const isFinished = written < 0
    const index = isFinished ? -(written + 1) : written
    if (index >= parallelism) window.damaged(`subtask ${index} of an operator of parallelism ${parallelism}`)
    // Flink would forget the first of two.
    if (seen.has(index)) window.damaged(`subtask ${index} twice`)
    seen.add(index)
    if (isFinished) operator.finishedSubtasks += 1
    else operator.stateBytes += yield* readSubtaskState(walk)
  }
  if (!Number.isSafeInteger(operator.stateBytes)) window.damaged(`an operator with ${operator.stateBytes} bytes of state`)
  return operator
}

/** State of one subtask: operator state, keyed state (managed and raw of both), and what was on its way. Returns its size as Flink counts it. */
function* readSubtaskState(walk: Walk): Reading<number> {
  const { window } = walk
  let bytes = 0
  for (let part = 0; part < 2; part++) {
    if (!window.isReady) yield
    if (window.count('operator state handles of a subtask', 1) === 1) bytes += yield* readOperatorStateHandle(walk)
  }
  for (let part = 0; part < 2; part++) bytes += (yield* readKeyedState(walk)).bytes
  bytes += yield* readChannelState(walk, 'input')
  bytes += yield* readChannelState(walk, 'output')
  return bytes
}
