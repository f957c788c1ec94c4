import type { Reading } from '../bytes/byte-window.ts'
import { maxParallelismMax } from './walk.ts'
import type { Walk } from './walk.ts'

/** A StreamStateHandle: `kind` is its type byte, 0 where there is none; `bytes` its size as Flink counts it. */
export interface StreamHandle {
  kind: number
  bytes: number
}

export const streamHandle = { none: 0, bytes: 1, file: 2, keyGroups: 3, relativeFile: 6, segment: 15, emptySegment: 16 } as const

const nothing: StreamHandle = { kind: streamHandle.none, bytes: 0 }

/** Reads one StreamStateHandle and notes what it names. `isShared`: Flink lets other snapshots name it too. */
export function* readStreamHandle(walk: Walk, isShared: boolean, nesting = 0): Reading<StreamHandle> {
  const { window, findings, limits } = walk
  if (!window.isReady) yield
  const kind = window.byte()
  switch (kind) {
    case streamHandle.none:
      return nothing
    case streamHandle.emptySegment:
      return { kind, bytes: 0 }
    case streamHandle.bytes: {
      window.skipText()
      const bytes = window.count('bytes of state')
      window.skip(bytes)
      findings.addInlined(bytes)
      return { kind, bytes }
    }
    case streamHandle.file: {
      const sizeBytes = window.size('the size of a file')
      const location = readLocation(walk)
      if (window.failure === undefined) findings.addReference({ location, isRelative: false, sizeBytes, isShared })
      return { kind, bytes: sizeBytes }
    }
    case streamHandle.relativeFile: {
      const location = readLocation(walk)
      const sizeBytes = window.size('the size of a file')
      if (!staysBelow(location)) window.damaged(`the relative path ${JSON.stringify(location.slice(0, 200))}, which leads out of its directory`)
      // Written into the snapshot's own directory: whatever Flink marks it as, no other one names it.
      if (window.failure === undefined) findings.addReference({ location, isRelative: true, sizeBytes, isShared: false })
      return { kind, bytes: sizeBytes }
    }
    case streamHandle.segment: {
      const startBytes = window.size('the start of a segment')
      const bytes = window.size('the size of a segment')
      window.count('as a scope', 1)
      const location = readLocation(walk)
      window.skipText()
      // Files of segments outlive the snapshot that began them, whatever the scope of the segment.
      if (window.failure === undefined) findings.addReference({ location, isRelative: false, sizeBytes: startBytes + bytes, isShared: true })
      return { kind, bytes }
    }
    case streamHandle.keyGroups: {
      if (nesting >= limits.nestingMax) {
        window.refuse(`Its handles are nested more than ${limits.nestingMax} deep, the limit`)
        return nothing
      }
      skipKeyGroups(walk)
      const inner = yield* readStreamHandle(walk, isShared, nesting + 1)
      return { kind, bytes: inner.bytes }
    }
    default:
      window.damaged(`a state handle of the unknown type ${kind}`)
      return nothing
  }
}

/** A range of key groups with an offset for each. */
export function skipKeyGroups({ window }: Walk): void {
  window.count('as a first key group', maxParallelismMax)
  window.skip(8 * window.count('key groups', maxParallelismMax))
}

function readLocation({ window, limits }: Walk): string {
  const location = window.text('path', limits.locationBytesMax)
  if (location === '') window.damaged('an empty path')
  return location
}

/** Whether a relative path names something below where it starts. */
const staysBelow = (path: string): boolean => path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
