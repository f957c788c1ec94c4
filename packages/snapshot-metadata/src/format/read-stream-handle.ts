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
  const handle = yield* readStreamHandleIfAny(walk, isShared, nesting)
  if (handle.kind === streamHandle.none) walk.window.damaged('no state handle where one belongs')
  return handle
}

/** As above, where there may be none. */
export function* readStreamHandleIfAny(walk: Walk, isShared: boolean, nesting = 0): Reading<StreamHandle> {
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
      const sizeBytes = readFileSize(walk)
      const location = readLocation(walk)
      if (window.failure === undefined) findings.addReference({ location, isRelative: false, sizeBytes, isShared })
      return { kind, bytes: sizeBytes }
    }
    case streamHandle.relativeFile: {
      const location = readLocation(walk, true)
      const sizeBytes = readFileSize(walk)
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

function readLocation({ window, limits }: Walk, isRelative = false): string {
  const location = window.text('path', limits.locationBytesMax)
  if (window.failure === undefined && !(isRelative ? isPlainPath(`/${location}`) : isPlainUri(location))) window.damaged(`the path ${JSON.stringify(location.slice(0, 200))}, which Flink would not write`)
  return location
}

/** -1 stands for a size that Flink did not know. */
function readFileSize({ window }: Walk): number {
  const bytes = window.long()
  if (bytes >= -1 && bytes <= Number.MAX_SAFE_INTEGER) return Math.max(0, bytes)
  window.damaged(`a file of ${bytes} bytes`)
  return 0
}

const schemeAndAuthority = /^(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?:\/\/[^/]*)?/

/** As Flink's Path prints itself: scheme and host if any, then a plain path. */
const isPlainUri = (uri: string): boolean => isPlainPath(uri.slice(schemeAndAuthority.exec(uri)?.[0].length))

/** Begins at the root, and names one thing in one way: without empty parts, `.` and `..`, which could lead elsewhere. */
const isPlainPath = (path: string): boolean => path.startsWith('/') && !/\/\.{0,2}(?:\/|$)/.test(path)
