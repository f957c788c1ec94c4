import type { Reading } from '../bytes/byte-window.ts'
import { readStreamHandle } from './read-stream-handle.ts'
import type { Walk } from './walk.ts'

/** Kinds of channel state since version 6; merged ones hold all channels of a subtask. */
export const channelHandle = {
  input: { single: 1, merged: 3 },
  output: { single: 2, merged: 4 },
} as const

/** Reads the list of a subtask's data on its way in, or out, and notes what it names. Returns its size as Flink counts it. */
export function* readChannelState(walk: Walk, direction: 'input' | 'output'): Reading<number> {
  const { window, findings, formatVersion } = walk
  if (!window.isReady) yield
  let bytes = 0
  const count = window.count('channels')
  for (let index = 0; index < count && window.failure === undefined; index++) {
    if (!window.isReady) yield
    const kinds = channelHandle[direction]
    const kind = formatVersion === 5 ? kinds.single : window.byte()
    if (kind !== kinds.single && kind !== kinds.merged) {
      window.damaged(`${direction} channel state of the unknown type ${kind}`)
      return bytes
    }
    bytes += yield* kind === kinds.single ? readSingle(walk) : readMerged(walk)
    findings.hasChannelState = true
  }
  return bytes
}

/** State of one channel: a part of a file that holds those of others too. */
function* readSingle(walk: Walk): Reading<number> {
  const { window } = walk
  window.int()
  // Which channel: gate and channel, or partition and subpartition.
  window.int()
  window.int()
  window.skip(8 * window.count('offsets'))
  if (!window.isReady) yield
  const bytes = window.size('the size of a channel')
  yield* readStreamHandle(walk, false)
  return bytes
}

function* readMerged(walk: Walk): Reading<number> {
  const { window } = walk
  window.int()
  const bytes = window.size('the size of a channel')
  yield* readStreamHandle(walk, false)
  if (!window.isReady) yield
  window.skip(window.count('bytes of offsets'))
  return bytes
}
