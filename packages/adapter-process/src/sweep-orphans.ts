import { resolve } from 'node:path'
import { generationDirectory, listGenerations, listPools } from './cluster/generation-directory.ts'
import { readRecords, writeRecord } from './cluster/worker-record.ts'
import { findMarkedProcesses, isAlive, signalProcess } from './process/process-identity.ts'
import type { ProcessIdentity } from './process/process-identity.ts'
import { dataMark } from './process/worker-command.ts'

const waitMsMax = 10_000

/**
 * Ends every living worker of a data directory, for a fresh start after a kill. Found by their records (pid and start time) and by
 * the mark in their command line; nothing else is touched. Resolves with their number when they are gone; throws when one will not go.
 */
export async function sweepOrphans(dataDirectory: string): Promise<number> {
  const found = new Map<number, ProcessIdentity>()
  const root = resolve(dataDirectory)
  for (const identity of [...recorded(root), ...findMarkedProcesses(dataMark(root))]) if (isAlive(identity)) found.set(identity.pid, identity)
  for (const identity of found.values()) signalProcess(identity, 'SIGKILL')
  const untilMs = Date.now() + waitMsMax
  while ([...found.values()].some(isAlive)) {
    if (Date.now() > untilMs) throw new Error(`Processes ${[...found.values()].filter(isAlive).map(({ pid }) => pid).join(', ')} of ${root} do not end.`)
    await new Promise((resolveWait) => setTimeout(resolveWait, 50))
  }
  return found.size
}

function recorded(root: string): ProcessIdentity[] {
  return listPools(root).flatMap((pool) =>
    listGenerations(root, pool).flatMap((generation) => {
      const { workers } = generationDirectory(root, pool, generation)
      const living = readRecords(workers).filter((record) => record.exit === undefined)
      // So that the next controller does not take their end for a crash.
      for (const record of living) writeRecord(workers, { ...record, dropRequestedAtMs: record.dropRequestedAtMs ?? Date.now() })
      return living.map((record) => record.process).filter((identity) => identity !== undefined)
    }),
  )
}
