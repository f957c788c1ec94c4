import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import { ByteWindow } from './bytes/byte-window.ts'
import type { Reading } from './bytes/byte-window.ts'
import { Findings } from './format/findings.ts'
import { explainVersion, headerMagic, isReadableVersion, masterStateMagic, readableVersions } from './format/format-versions.ts'
import { readOperator } from './format/read-operator.ts'
import { readProperties } from './format/read-properties.ts'
import type { Walk } from './format/walk.ts'
import { defaultMetadataLimits } from './limits.ts'
import type { MetadataLimits } from './limits.ts'
import type { SnapshotMetadata, SnapshotOperator } from './snapshot-metadata.ts'

/**
 * Reads Flink's `_metadata` file of a checkpoint or savepoint, versions 5 and 6, and every reference in it. The file is passed over once, in a
 * window of 256 KiB; state that lies in it is counted, not kept. Whatever the bytes are, the answer is a value: `rejected` (another version,
 * cut off, damaged, no such file at all), `limit` (larger than the limits), or `unavailable` (the source failed, with its words as detail).
 * The format: `Checkpoints` and `MetadataV6Serializer` of Flink.
 */
export async function readMetadata(source: AsyncIterable<Uint8Array>, options: Partial<MetadataLimits> = {}): Promise<Result<SnapshotMetadata>> {
  const limits = { ...defaultMetadataLimits, ...options }
  const pieces = source[Symbol.asyncIterator]()
  const window = new ByteWindow(pieces, limits.fileBytesMax)
  const reading = readFile(window, limits)
  try {
    for (;;) {
      const step = reading.next()
      if (step.done === true) return step.value === undefined || window.failure !== undefined ? (window.failure ?? noMetadata) : ok(step.value)
      const failure = await window.refill().catch((error: unknown) => failed('unavailable', 'The metadata could not be read to its end.', String(error)))
      if (failure !== undefined) return failure
    }
  } finally {
    // A source that was not read to its end may hold a file or a connection open.
    await pieces.return?.().catch(() => undefined)
  }
}

const noMetadata = failed('rejected', 'There is no metadata.')

function* readFile(window: ByteWindow, limits: MetadataLimits): Reading<SnapshotMetadata | undefined> {
  const formatVersion = yield* readHeader(window)
  if (formatVersion === undefined) return undefined
  const findings = new Findings(window, limits)
  const walk: Walk = { window, limits, findings, formatVersion }
  const checkpointId = window.size('the id of the checkpoint')
  yield* passMasterStates(walk)
  if (!window.isReady) yield
  const count = window.count('operators')
  if (count > limits.operatorsMax) window.refuse(`It has ${count.toLocaleString('en')} operators, and ${limits.operatorsMax.toLocaleString('en')} is the limit`)
  const operators: SnapshotOperator[] = []
  for (let index = 0; index < count && window.failure === undefined; index++) operators.push(yield* readOperator(walk))
  if (!window.isReady) yield
  const properties = readProperties(window)
  const stateBytes = operators.reduce((sum, operator) => sum + operator.stateBytes, 0)
  if (!Number.isSafeInteger(stateBytes)) window.damaged(`${stateBytes} bytes of state`)
  return {
    formatVersion, flinkVersionMin: readableVersions[formatVersion], checkpointId, ...properties, operators,
    references: findings.references, inlined: { count: findings.inlinedCount, bytes: findings.inlinedBytes },
    hasChannelState: findings.hasChannelState, stateBytes, sizeBytes: window.position,
  }
}

/** Magic number and version; undefined after a failure. */
function* readHeader(window: ByteWindow): Reading<5 | 6 | undefined> {
  if (!window.isReady) yield
  if (window.bufferedBytes === 0) window.reject('The metadata file is empty.')
  const magic = window.int()
  if (window.failure !== undefined) return undefined
  if (magic !== headerMagic) {
    window.reject(`The file is no metadata of a Flink snapshot: it begins with ${(magic >>> 0).toString(16).padStart(8, '0')}, not with ${headerMagic.toString(16)}.`)
    return undefined
  }
  const version = window.int()
  if (window.failure === undefined && !isReadableVersion(version)) window.reject(explainVersion(version))
  return window.failure === undefined && isReadableVersion(version) ? version : undefined
}

/** What hooks of the JobManager left: bytes that only they understand. */
function* passMasterStates({ window, findings }: Walk): Reading<void> {
  const count = window.count('master states')
  for (let index = 0; index < count && window.failure === undefined; index++) {
    if (!window.isReady) yield
    if (window.int() !== masterStateMagic) window.damaged('a master state that does not begin as one')
    const length = window.count('bytes of a master state')
    const start = window.position
    window.int()
    window.skipText()
    const bytes = window.count('bytes of a master state')
    if (window.position - start + bytes !== length) window.damaged(`a master state that does not have its ${length} bytes`)
    window.skip(bytes)
    findings.addInlined(length)
  }
}
