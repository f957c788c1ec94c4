import { unitBytesMax } from '../bytes/byte-window.ts'
import type { ByteWindow } from '../bytes/byte-window.ts'
import type { SnapshotMetadata } from '../snapshot-metadata.ts'
import { readJavaObject } from './java-stream.ts'
import type { JavaObject, JavaValue } from './java-stream.ts'

/** What kind of snapshot it is. */
export type SnapshotProperties = Pick<SnapshotMetadata, 'kind' | 'format' | 'stop'>

const packageName = 'org.apache.flink.runtime.checkpoint'
const unknown: SnapshotProperties = { kind: 'unknown', format: 'unknown', stop: 'unknown' }

/** Some hundred bytes in what Flink writes. */
const propertiesBytesMax = 64 * 1024

/** Reads the CheckpointProperties at the end of the file, as Java wrote them. Properties in a form that is not known are no failure. */
export function readProperties(window: ByteWindow): SnapshotProperties {
  if (window.failure !== undefined) return unknown
  if (window.bufferedBytes > Math.min(propertiesBytesMax, unitBytesMax)) {
    window.damaged('more behind its operators than Flink writes there')
    return unknown
  }
  const bytes = window.bytes(window.bufferedBytes)
  const read = readJavaObject(bytes)
  if (read === 'cut-off') window.cutOff()
  if (read === 'cut-off' || read === 'unknown') return unknown
  if (read.length < bytes.length) window.damaged(`${bytes.length - read.length} bytes behind its end`)
  return isObject(read.value) && read.value.className === `${packageName}.CheckpointProperties` ? readType(read.value.fields.get('checkpointType')) : unknown
}

function readType(type: JavaValue): SnapshotProperties {
  if (!isObject(type)) return unknown
  if (type.className === `${packageName}.CheckpointType`) return { kind: 'checkpoint', format: 'native', stop: 'none' }
  if (type.className !== `${packageName}.SavepointType`) return unknown
  const formats = { CANONICAL: 'canonical', NATIVE: 'native' } as const
  const stops = { NONE: 'none', SUSPEND: 'suspend', TERMINATE: 'drain' } as const
  return { kind: 'savepoint', format: pick(formats, type.fields.get('formatType')), stop: pick(stops, type.fields.get('postCheckpointAction')) }
}

function pick<T extends string>(names: Readonly<Record<string, T>>, value: JavaValue): T | 'unknown' {
  const constant = typeof value === 'object' && 'constant' in value ? value.constant : ''
  return Object.hasOwn(names, constant) ? (names[constant] ?? 'unknown') : 'unknown'
}

const isObject = (value: JavaValue): value is JavaObject => typeof value === 'object' && 'fields' in value
