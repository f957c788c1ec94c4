/** What a key of an environment is by its form alone. Keys of directories have no slash at their end. */
export type ObjectPlace =
  | { kind: 'table-file' }
  | { kind: 'plan'; statementUid: string }
  | {
      kind: 'checkpoint'
      statementUid: string
      jobId: string
      /** `…/checkpoints/<job id>`. */
      directoryKey: string
      part: 'own' | 'shared' | 'taskowned' | 'other'
      /** Of `own`: `…/chk-<n>`. */
      checkpointKey?: string
    }
  /** An attempt at a savepoint: of a stop, or of a snapshot that was asked for. */
  | { kind: 'savepoint'; statementUid: string; attemptKey: string; snapshotId?: string; attempt?: number }
  | { kind: 'export'; directoryKey: string }
  /** How a job ended. */
  | { kind: 'record'; jobId: string | undefined }
  /** Of a job that brings no directory of its own: a query. */
  | { kind: 'query-checkpoint'; jobId: string; directoryKey: string }
  /** A compute pool's processes: their own business. */
  | { kind: 'worker' }
  | { kind: 'unknown' }

/** Reads the part of a key below its environment. */
export function readPlace(environmentKey: string, key: string): ObjectPlace {
  const inside = key.startsWith(`${environmentKey}/`) ? key.slice(environmentKey.length + 1) : ''
  const parts = inside.split('/')
  const upTo = (count: number): string => `${environmentKey}/${parts.slice(0, count).join('/')}`
  switch (parts[0]) {
    case 'files':
      return { kind: 'table-file' }
    case 'exports':
      return parts.length > 2 ? { kind: 'export', directoryKey: upTo(2) } : { kind: 'unknown' }
    case 'pools':
      return readPool(parts, upTo)
    case 'statements':
      return readStatementPlace(parts, upTo)
    default:
      return { kind: 'unknown' }
  }
}

/** Parts of a directory's key from which on all files in it are at one place. */
const settledDepth = 5

/** `readPlace` for keys in the order of a listing: most lie in the directory of the one before. */
export function createPlaceReader(environmentKey: string): (key: string) => ObjectPlace {
  let settled: { directory: string; place: ObjectPlace } | undefined
  return (key) => {
    const directory = key.slice(0, key.lastIndexOf('/'))
    if (settled?.directory === directory) return settled.place
    const place = readPlace(environmentKey, key)
    // A record is told apart by the name of its file.
    if (place.kind !== 'record' && directory.slice(environmentKey.length + 1).split('/').length >= settledDepth) settled = { directory, place }
    return place
  }
}

function readPool(parts: string[], upTo: (count: number) => string): ObjectPlace {
  if (parts[2] === 'archive') return { kind: 'record', jobId: parts.length > 3 ? parts.findLast((part) => hex32.test(part)) : undefined }
  if ((parts[2] === 'checkpoints' || parts[2] === 'savepoints') && parts.length > 4 && hex32.test(parts[3] ?? '')) return { kind: 'query-checkpoint', jobId: parts[3] ?? '', directoryKey: upTo(4) }
  return { kind: 'worker' }
}

function readStatementPlace(parts: string[], upTo: (count: number) => string): ObjectPlace {
  const [, statementUid = '', folder, name = ''] = parts
  // The markers of the folders themselves say nothing.
  if (folder === 'plans') return { kind: 'plan', statementUid }
  if (parts.length < 5) return { kind: 'unknown' }
  if (folder === 'savepoints') return { kind: 'savepoint', statementUid, attemptKey: upTo(4) }
  if (folder === 'snapshots') {
    const match = /^([0-9a-f-]{36})-(\d+)$/.exec(name)
    return match === null ? { kind: 'unknown' } : { kind: 'savepoint', statementUid, attemptKey: upTo(4), snapshotId: match[1] ?? '', attempt: Number(match[2]) }
  }
  if (folder !== 'checkpoints' || !hex32.test(name)) return { kind: 'unknown' }
  const directory = { kind: 'checkpoint' as const, statementUid, jobId: name, directoryKey: upTo(4) }
  const part = parts[4] ?? ''
  if (/^chk-\d+$/.test(part)) return { ...directory, part: 'own', checkpointKey: upTo(5) }
  if (part === 'shared' || part === 'taskowned') return { ...directory, part }
  return { ...directory, part: 'other' }
}

const hex32 = /^[0-9a-f]{32}$/
