import { headerMagic, masterStateMagic } from '../format/format-versions.ts'
import { ByteWriter } from './byte-writer.ts'
import type { MasterStateToWrite, MetadataToWrite, OperatorToWrite, SubtaskStateToWrite } from './metadata-to-write.ts'
import { writeChannel, writeKeyedState, writeOperatorState, writeStream } from './write-handles.ts'
import { writeProperties } from './write-properties.ts'

/**
 * Writes a `_metadata` file as Flink does (version 5 as Flink 2.0, 6 as Flink 2.1 and newer), with every type of handle that Flink can read. It
 * checks nothing: what Flink would refuse can be written too.
 */
export function writeMetadata(snapshot: MetadataToWrite): Uint8Array {
  const out = new ByteWriter()
  const formatVersion = snapshot.formatVersion ?? 6
  out.int(headerMagic).int(formatVersion).long(snapshot.checkpointId)
  const masterStates = snapshot.masterStates ?? []
  out.int(masterStates.length)
  for (const state of masterStates) writeMasterState(out, state)
  out.int(snapshot.operators.length)
  for (const operator of snapshot.operators) writeOperator(out, operator, formatVersion)
  writeProperties(out, snapshot.properties ?? { kind: 'checkpoint' })
  return out.toBytes()
}

function writeMasterState(out: ByteWriter, { name, bytes }: MasterStateToWrite): void {
  const state = new ByteWriter().int(1).text(name).int(bytes.length).raw(bytes).toBytes()
  out.int(masterStateMagic).int(state.length).raw(state)
}

function writeOperator(out: ByteWriter, operator: OperatorToWrite, formatVersion: 5 | 6): void {
  out.text(operator.name ?? '').text(operator.uid ?? '').hex(operator.operatorId).int(operator.parallelism).int(operator.maxParallelism)
  writeStream(out, operator.coordinatorState === undefined ? undefined : { type: 1, name: 'coordinator', bytes: operator.coordinatorState })
  if (operator.subtasks === 'finished') return void out.int(-1)
  out.int(operator.subtasks.length)
  for (const subtask of operator.subtasks) {
    out.int(subtask.isFinished === true ? -(subtask.index + 1) : subtask.index)
    if (subtask.isFinished !== true) writeSubtask(out, subtask, formatVersion)
  }
}

function writeSubtask(out: ByteWriter, state: SubtaskStateToWrite, formatVersion: 5 | 6): void {
  for (const handle of [state.managedOperatorState, state.rawOperatorState]) {
    out.int(handle === undefined ? 0 : 1)
    if (handle !== undefined) writeOperatorState(out, handle)
  }
  writeKeyedState(out, state.managedKeyedState)
  writeKeyedState(out, state.rawKeyedState)
  for (const [direction, channels = []] of [['input', state.inputChannels], ['output', state.outputChannels]] as const) {
    out.int(channels.length)
    for (const channel of channels) writeChannel(out, channel, direction, formatVersion)
  }
}
