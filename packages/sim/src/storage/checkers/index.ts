import { isKnownBroken, isRestorable } from '@headgate/domain'
import type { Snapshot } from '@headgate/domain'
import { findViolations } from '../../find-violations.ts'
import type { History } from '../history.ts'
import { goesOnFrom, liveJobs } from '../truth/needs-of-files.ts'

/** What must be so after each step, by what is in the store and in the database. */
export function look(history: History): string[] {
  return [
    ...history.ledger.violations.splice(0),
    ...findViolations(history.world).filter((finding) => !isOfVanished(history, finding)),
    ...brokenSnapshots(history),
    ...lostTargets(history),
    ...doubledSavepoints(history),
    ...brokenRestores(history),
    ...nothingToRestore(history),
  ]
}

/** What follows from a file that somebody took is not ours: of the whole statement, for it may go on from something else then. */
const isOfVanished = ({ ledger }: History, finding: string): boolean => {
  const uid = /\/statements\/([0-9a-f-]{36})\//.exec(finding)?.[1]
  return [...ledger.vanished].some((directoryKey) => finding.includes(directoryKey) || (uid !== undefined && directoryKey.includes(`/statements/${uid}/`)))
}

/** A drill may be asked for of what is said to be broken: it proves that. */
const isToldBroken = (history: History, directoryKey: string): boolean => rows(history).some((row) => isKnownBroken(row.observed) && directoryOf(history, row) === directoryKey)

const rows = ({ world }: History): Snapshot[] => [...world.stores.database.snapshots.values()]

export const directoryOf = ({ world }: Pick<History, 'world'>, { observed }: Pick<Snapshot, 'observed'>): string | undefined => (observed.uri === undefined ? undefined : world.blobs.keyOf(observed.uri))

/** What is complete is whole, and is not said to be broken. */
function brokenSnapshots(history: History): string[] {
  const { ledger } = history
  return rows(history).flatMap((row) => {
    const directoryKey = directoryOf(history, row)
    // What lies there is looked for in lists; one that is late shows what is gone.
    const isSeenLate = history.character.blobs.shownAfterRemovalMs > 0 && (row.trigger === 'adopted' || row.trigger === 'exported')
    if (row.state !== 'COMPLETED' || directoryKey === undefined || ledger.vanished.has(directoryKey) || isSeenLate) return []
    const missing = (ledger.metadata.filesIn(directoryKey) ?? []).filter((key) => history.world.blobs.statNow(key) === undefined)
    // What was left half is told of from the beginning.
    if (missing.length > 0) return isKnownBroken(row.observed) ? [] : [`snapshot ${row.id} (${row.trigger}) is COMPLETED, and files of it are missing: ${missing.join(', ')}`]
    return row.spec.trash === undefined && !isRestorable(row) ? [`snapshot ${row.id} (${row.trigger}) is whole, and is said to be broken`] : []
  })
}

/** What a statement that has no job would go on from is there. */
function lostTargets(history: History): string[] {
  const { world, ledger } = history
  return [...world.stores.database.statements.values()].flatMap((statement) => {
    const { generation } = statement.intent
    if (statement.deletionRequestedAtMs !== undefined || (generation !== undefined && statement.observed.goneGeneration < generation.generation)) return []
    return goesOnFrom(statement).flatMap(([uri, why]) => {
      const directoryKey = world.blobs.keyOf(uri)
      if (directoryKey === undefined || isOfVanished(history, directoryKey) || isToldBroken(history, directoryKey) || ledger.metadata.isWhole(directoryKey)) return []
      return [`${uri} is not whole, and ${why}`]
    })
  })
}

/** One attempt, one savepoint: a request that was repeated takes no second one. */
function doubledSavepoints({ world, ledger }: History): string[] {
  const found = new Map<string, number>()
  for (const key of world.blobs.keysNow()) {
    if (ledger.foreign.has(key.slice(0, -'/_metadata'.length))) continue
    const match = /^(.*\/(?:savepoints|snapshots)\/[^/]+)\/[^/]+\/_metadata$/.exec(key)
    if (match?.[1] !== undefined) found.set(match[1], (found.get(match[1]) ?? 0) + 1)
  }
  return [...found].filter(([, count]) => count > 1).map(([key, count]) => `${count} savepoints lie in the directory of one attempt: ${key}`)
}

/** Once there was something to restore a statement from, there is, unless a person threw it away or the statement is long gone. */
function nothingToRestore(history: History): string[] {
  const { world, ledger } = history
  const { database } = world.stores
  const now = new Map<string, string[]>()
  for (const row of rows(history)) {
    const directoryKey = directoryOf(history, row)
    if (row.statement === undefined || row.state !== 'COMPLETED' || row.spec.trash !== undefined || directoryKey === undefined || !ledger.metadata.isWhole(directoryKey)) continue
    now.set(row.statement.uid, [...(now.get(row.statement.uid) ?? []), row.id])
  }
  const living = new Set([...database.statements.values()].map(({ uid }) => uid))
  const found = [...ledger.restorable].flatMap(([uid, before]) => {
    if (now.has(uid) || !living.has(uid) || isOfVanished(history, `/statements/${uid}/`)) return []
    // It stays a person's doing, whatever becomes of it.
    const lost = before.filter((id) => ledger.trashed.get(id)?.by !== 'user' && !rows(history).some((row) => row.id === id && ledger.vanished.has(directoryOf(history, row) ?? '')))
    return lost.length === 0 ? [] : [`statement ${uid}: there is nothing to restore it from any more; before there was ${lost.join(', ')}`]
  })
  ledger.restorable = now
  return found
}

/** Jobs that were started from something and have no checkpoint of their own find it whole. */
export function brokenRestores(history: History): string[] {
  const { world, ledger } = history
  return liveJobs(history).flatMap(({ job }) => {
    const { restoreUri, jobId } = job.request
    const directoryKey = restoreUri === undefined ? undefined : world.blobs.keyOf(restoreUri)
    if (job.newestCheckpoint !== undefined || directoryKey === undefined || ledger.vanished.has(directoryKey) || isToldBroken(history, directoryKey) || ledger.metadata.isWhole(directoryKey)) return []
    return [`job ${jobId} has no checkpoint of its own, and files that it was restored from are missing: ${directoryKey}`]
  })
}
