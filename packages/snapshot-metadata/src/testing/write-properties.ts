import type { ByteWriter } from './byte-writer.ts'
import type { PropertiesToWrite } from './metadata-to-write.ts'

const packageName = 'org.apache.flink.runtime.checkpoint'
const tag = { null: 0x70, reference: 0x71, classDescription: 0x72, object: 0x73, string: 0x74, endOfBlock: 0x78, constant: 0x7e }
const flags = { serializable: 0x02, constant: 0x12 }

/** Writes Flink's CheckpointProperties byte for byte as Java's ObjectOutputStream does; the ids of classes are those of Flink 2.3.0. */
export function writeProperties(out: ByteWriter, properties: PropertiesToWrite): void {
  out.hex('aced0005').byte(tag.object)
  openClass(out, `${packageName}.CheckpointProperties`, '0000000000000002', flags.serializable, 8)
  for (const name of ['discardCancelled', 'discardFailed', 'discardFinished', 'discardSubsumed', 'discardSuspended', 'forced', 'unclaimed']) out.byte(0x5a).text(name)
  field(out, 'checkpointType', `L${packageName}.SnapshotType;`)
  closeClass(out)
  // The values of the seven flags: when Flink itself discards the snapshot.
  out.hex(properties.kind === 'savepoint' ? '00000000000100' : '00000101000000')
  out.byte(tag.object)
  if (properties.kind === 'checkpoint') writeCheckpointType(out, properties.isFull === true)
  else writeSavepointType(out, properties.format, properties.stop ?? 'none')
}

function writeCheckpointType(out: ByteWriter, isFull: boolean): void {
  openClass(out, `${packageName}.CheckpointType`, 'd6de4f0305ae1d3a', flags.serializable, 2)
  field(out, 'name', 'Ljava.lang.String;')
  field(out, 'sharingFilesStrategy', `L${packageName}.SnapshotType$SharingFilesStrategy;`)
  closeClass(out)
  string(out, isFull ? 'Full Checkpoint' : 'Checkpoint')
  out.byte(tag.constant)
  openClass(out, `${packageName}.SnapshotType$SharingFilesStrategy`, '0000000000000000', flags.constant, 0)
  closeClass(out, enumClass)
  string(out, isFull ? 'FORWARD' : 'FORWARD_BACKWARD')
}

function writeSavepointType(out: ByteWriter, format: 'canonical' | 'native', stop: 'none' | 'suspend' | 'drain'): void {
  openClass(out, `${packageName}.SavepointType`, 'a087d308a45814b8', flags.serializable, 3)
  field(out, 'formatType', 'Lorg.apache.flink.core.execution.SavepointFormatType;')
  field(out, 'name', 'Ljava.lang.String;')
  field(out, 'postCheckpointAction', `L${packageName}.SavepointType$PostCheckpointAction;`)
  closeClass(out)
  out.byte(tag.constant)
  openClass(out, 'org.apache.flink.core.execution.SavepointFormatType', '0000000000000000', flags.constant, 0)
  closeClass(out, enumClass)
  string(out, format.toUpperCase())
  string(out, { none: 'Savepoint', suspend: 'Suspend Savepoint', drain: 'Terminate Savepoint' }[stop])
  out.byte(tag.constant)
  openClass(out, `${packageName}.SavepointType$PostCheckpointAction`, '0000000000000000', flags.constant, 0)
  // The class of all enums has been described above.
  closeClass(out, (to) => void to.byte(tag.reference).hex('007e0009'))
  string(out, { none: 'NONE', suspend: 'SUSPEND', drain: 'TERMINATE' }[stop])
}

function openClass(out: ByteWriter, name: string, id: string, classFlags: number, fields: number): void {
  out.byte(tag.classDescription).text(name).hex(id).byte(classFlags).short(fields)
}

/** A field that holds an object; its type is written as a string of its own. */
function field(out: ByteWriter, name: string, type: string): void {
  out.byte(0x4c).text(name)
  string(out, type.replaceAll('.', '/'))
}

function closeClass(out: ByteWriter, parent: (out: ByteWriter) => void = (to) => void to.byte(tag.null)): void {
  out.byte(tag.endOfBlock)
  parent(out)
}

function enumClass(out: ByteWriter): void {
  openClass(out, 'java.lang.Enum', '0000000000000000', flags.constant, 0)
  closeClass(out)
}

function string(out: ByteWriter, text: string): void {
  out.byte(tag.string).text(text)
}
