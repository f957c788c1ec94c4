import type { SpoolRow } from '../../fakes/stores/fake-database.ts'
import type { Checker, Sim } from '../sim.ts'

/** How many rows the queries of a run bring in all: their tables count up from 0, and one of them ends. */
const rowsOf: Record<string, number> = { few: 15, orders: Infinity }

const looked = new WeakMap<SpoolRow, string>()

/** A result has each row once and in order, is complete only when it is whole, and loses nothing that nobody has read. */
export const resultsAreWhole: Checker = {
  name: 'results are whole',
  check: (sim) => [...sim.world.stores.database.spools.values()].flatMap((spool) => problemsOf(sim, spool)),
}

function problemsOf({ ledger }: Sim, spool: SpoolRow): string[] {
  // Nothing to say of what was looked at before.
  const state = `${spool.firstChunk} ${spool.nextChunk} ${spool.complete}`
  if (looked.get(spool) === state) return []
  looked.set(spool, state)
  const truth = ledger.statements.get(spool.statementUid)
  const table = /^SELECT id(?:, k)? FROM (\w+) /.exec(truth?.specs.get(1)?.sql ?? '')?.[1] ?? ''
  const rowsInAll = rowsOf[table]
  if (truth?.class !== 'query' || rowsInAll === undefined) return []
  const problems: string[] = []
  const chunks = [...spool.chunks].sort(([a], [b]) => a - b).flatMap(([, { rows }]) => rows.map(({ row }) => Number(row[0])))
  let expected = spool.firstChunk === 0 ? 0 : chunks[0]
  for (const value of chunks) {
    if (value !== expected) {
      problems.push(`its result ${value < (expected ?? 0) ? 'repeats' : 'leaves out'} rows: ${value} is where ${expected} should be`)
      break
    }
    expected = value + 1
  }
  if (spool.complete && spool.failure === undefined && spool.rowsTotal !== rowsInAll) problems.push(`its result is said to be whole with ${spool.rowsTotal} rows of ${rowsInAll}`)
  if (spool.firstChunk > spool.readUpToChunk) problems.push(`its rows up to chunk ${spool.firstChunk} were dropped unread; read are those up to ${spool.readUpToChunk}`)
  return problems.map((problem) => `${truth.name} (${truth.uid}): ${problem}`)
}
