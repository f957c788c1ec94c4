import type { StorageCandidate, StorageClass, StorageCount, StorageReport } from '@headgate/domain'
import type { Verdict } from '@headgate/planner'

/** What is counted and deleted as one: a snapshot's directory, an aborted attempt, a record. */
export interface Unit extends StorageCandidate {
  fate: Verdict['fate']
  class: StorageClass
  deleted: StorageCount
  /** Files and markers of directories that are there. */
  left: number
  /** Something in it was not deleted although it should have been. */
  isIncomplete: boolean
}

interface Sized {
  key: string
  sizeBytes: number
}

/** The marker of a directory is no file to anybody. */
const filesIn = ({ key }: Sized): number => (key.endsWith('/') ? 0 : 1)

/** Counts what a scan sees. Only what may go, or is nobody's, is remembered one by one. */
export interface Units {
  add(verdict: Verdict, object: Sized): Unit | undefined
  /** It is not there any more. */
  take(unit: Unit, verdict: Verdict, object: Sized): void
  all(): Iterable<Unit>
  report(names: ReadonlyMap<string, string>): Omit<StorageReport, 'startedAtMs' | 'finishedAtMs'>
}

const shownMax = 1_000
/** A listing of strangers must not fill the memory: beyond these they are counted together. */
const unitsMax = 100_000

export function createUnits(): Units {
  const units = new Map<string, Unit>()
  // The unit of the object before: what is one lies side by side.
  let latest: Unit | undefined
  const classes: Partial<Record<StorageClass, StorageCount>> = {}
  const statements = new Map<string, Partial<Record<StorageClass, StorageCount>>>()
  const total: StorageCount = { files: 0, bytes: 0 }
  const countAll = (verdict: Pick<Verdict, 'class' | 'statementUid'>, files: number, bytes: number): void => {
    count(total, files, bytes)
    count((classes[verdict.class] ??= { files: 0, bytes: 0 }), files, bytes)
    if (verdict.statementUid === undefined) return
    const own = statements.get(verdict.statementUid) ?? {}
    statements.set(verdict.statementUid, own)
    count((own[verdict.class] ??= { files: 0, bytes: 0 }), files, bytes)
  }
  return {
    add(verdict, object) {
      countAll(verdict, filesIn(object), object.sizeBytes)
      if (verdict.fate === 'keep' && verdict.class !== 'orphaned') return undefined
      let unit = latest?.key === verdict.unitKey && latest.kind === verdict.kind ? latest : units.get(nameOf(verdict))
      latest = unit
      if (unit === undefined) {
        if (units.size >= unitsMax) return undefined
        const { unitKey, kind, fate, reason, statementUid, snapshotId } = verdict
        unit = {
          key: unitKey, kind, fate, class: verdict.class, reason: reason ?? '', files: 0, bytes: 0, deleted: { files: 0, bytes: 0 }, left: 0, isIncomplete: false,
          ...(statementUid === undefined ? {} : { statementUid }), ...(snapshotId === undefined ? {} : { snapshotId }),
        }
        units.set(nameOf(verdict), unit)
        latest = unit
      }
      // One file that stays keeps the rest from being the whole of it, not from going.
      if (verdict.fate === 'keep' && unit.fate !== 'keep') unit.isIncomplete = true
      if (unit.fate === 'keep' && verdict.fate !== 'keep') Object.assign(unit, { fate: verdict.fate, reason: verdict.reason ?? unit.reason, isIncomplete: true })
      count(unit, filesIn(object), object.sizeBytes)
      unit.left += 1
      return unit
    },
    take(unit, verdict, object) {
      countAll(verdict, -filesIn(object), -object.sizeBytes)
      count(unit, -filesIn(object), -object.sizeBytes)
      count(unit.deleted, filesIn(object), object.sizeBytes)
      unit.left -= 1
    },
    all: () => units.values(),
    report(names) {
      const left = [...units.values()].filter((unit) => unit.left > 0)
      const deletable = left.filter((unit) => unit.fate !== 'keep')
      return {
        total,
        classes,
        statements: [...statements]
          .map(([uid, own]) => ({ uid, classes: own, ...(names.has(uid) ? { name: names.get(uid) ?? '' } : {}) }))
          .sort((a, b) => bytesOf(b.classes) - bytesOf(a.classes))
          .slice(0, shownMax),
        deletable: largest(deletable),
        deletableTotal: { count: deletable.length, files: sum(deletable, 'files'), bytes: sum(deletable, 'bytes') },
        orphans: largest(left.filter((unit) => unit.fate === 'keep')),
      }
    },
  }
}

const nameOf = ({ kind, unitKey }: Pick<Verdict, 'kind' | 'unitKey'>): string => `${kind} ${unitKey}`

function count(to: StorageCount, files: number, bytes: number): void {
  to.files += files
  to.bytes += bytes
}

const sum = (units: readonly Unit[], what: 'files' | 'bytes'): number => units.reduce((all, unit) => all + unit[what], 0)

const bytesOf = (classes: Partial<Record<StorageClass, StorageCount>>): number => Object.values(classes).reduce((all, each) => all + (each?.bytes ?? 0), 0)

const largest = (units: Unit[]): StorageCandidate[] =>
  units.sort((a, b) => b.bytes - a.bytes || (a.key < b.key ? -1 : 1)).slice(0, shownMax).map(({ key, kind, reason, files, bytes, statementUid, snapshotId }) => ({
    key, kind, reason, files, bytes, ...(statementUid === undefined ? {} : { statementUid }), ...(snapshotId === undefined ? {} : { snapshotId }),
  }))
