import { channelHandle } from '../format/read-channel-state.ts'
import type { ByteWriter } from './byte-writer.ts'
import type { ChannelToWrite, FileToWrite, KeyedStateToWrite, KeyGroups, OperatorStateToWrite, StreamToWrite } from './metadata-to-write.ts'

const handleId = '5f7b2a39-2b8f-4f0c-9f62-0e2d7b0f6a11'

export function writeStream(out: ByteWriter, stream: StreamToWrite | undefined): void {
  if (stream === undefined) return void out.byte(0)
  out.byte(stream.type)
  switch (stream.type) {
    case 1:
      return void out.text(stream.name ?? 'state').int(lengthOf(stream.bytes)).raw(stream.bytes)
    case 2:
      return void out.long(stream.sizeBytes).text(stream.location)
    case 3:
      writeOffsets(out, stream.keyGroups)
      return writeStream(out, stream.stream)
    case 6:
      return void out.text(stream.path).long(stream.sizeBytes)
    case 15:
      return void out.long(stream.startBytes).long(stream.sizeBytes).int(stream.scope === 'shared' ? 1 : 0).text(stream.location).text(stream.logicalId)
    case 16:
      return
  }
}

export function writeOperatorState(out: ByteWriter, handle: OperatorStateToWrite): void {
  out.byte(handle.type).int(handle.states.length)
  for (const { name, mode, offsets } of handle.states) {
    out.text(name).byte(['split', 'union', 'broadcast'].indexOf(mode)).int(offsets.length)
    for (const offset of offsets) out.long(offset)
  }
  if (handle.type === 17) out.text(handle.taskOwnedDirectory).text(handle.sharedDirectory).byte(handle.isEmpty ? 1 : 0)
  writeStream(out, handle.stream)
}

export function writeKeyedState(out: ByteWriter, handle: KeyedStateToWrite | undefined): void {
  if (handle === undefined) return void out.byte(0)
  out.byte(handle.type)
  switch (handle.type) {
    case 3:
    case 7:
    case 12:
      writeOffsets(out, handle.keyGroups)
      writeStream(out, handle.stream)
      if (handle.type === 12) out.text(handleId)
      return
    case 5:
    case 11:
      out.long(handle.checkpointId).text(handleId).int(handle.keyGroups.first).int(handle.keyGroups.count)
      if (handle.type === 11) out.long(0)
      writeStream(out, handle.meta)
      writeFiles(out, handle.shared)
      writeFiles(out, handle.private)
      if (handle.type === 11) out.text(handleId)
      return
    case 8:
    case 14:
      out.int(handle.keyGroups.first).int(handle.keyGroups.count).long(0).int(handle.materialized.length)
      for (const part of handle.materialized) writeKeyedState(out, part)
      out.int(handle.changes.length)
      for (const part of handle.changes) writeKeyedState(out, part)
      out.long(1)
      if (handle.type === 14) out.long(1)
      return void out.text(handleId)
    case 9:
      out.int(handle.keyGroups.first).int(handle.keyGroups.count).long(0).long(handle.changes.length).int(handle.changes.length)
      for (const { keyGroup, bytes } of handle.changes) out.int(keyGroup).int(lengthOf(bytes)).raw(bytes)
      return void out.text(handleId)
    case 10:
    case 13:
      out.int(handle.keyGroups.first).int(handle.keyGroups.count).int(handle.files.length)
      for (const { offset, stream } of handle.files) {
        out.long(offset)
        writeStream(out, stream)
      }
      out.long(handle.sizeBytes).long(handle.sizeBytes).text(handleId)
      if (handle.type === 13) out.text('filesystem')
  }
}

/** In version 5 there is no kind, and nothing merged. */
export function writeChannel(out: ByteWriter, channel: ChannelToWrite, direction: 'input' | 'output', formatVersion: 5 | 6): void {
  if (formatVersion === 6) out.byte(channelHandle[direction][channel.isMerged === true ? 'merged' : 'single'])
  else if (channel.isMerged === true) throw new Error('Version 5 has no merged channel state.')
  out.int(channel.subtask)
  if (channel.isMerged === true) {
    out.long(channel.sizeBytes)
    writeStream(out, channel.stream)
    return void out.int(lengthOf(channel.offsetsBytes)).raw(channel.offsetsBytes)
  }
  out.int(channel.info[0]).int(channel.info[1]).int(channel.offsets.length)
  for (const offset of channel.offsets) out.long(offset)
  out.long(channel.sizeBytes)
  writeStream(out, channel.stream)
}

function writeFiles(out: ByteWriter, files: readonly FileToWrite[]): void {
  out.int(files.length)
  for (const { localPath, stream } of files) {
    out.text(localPath)
    writeStream(out, stream)
  }
}

function writeOffsets(out: ByteWriter, { first, count }: KeyGroups): void {
  out.int(first).int(count)
  for (let group = 0; group < count; group++) out.long(group * 64)
}

const lengthOf = (bytes: Uint8Array | number): number => (typeof bytes === 'number' ? bytes : bytes.length)
