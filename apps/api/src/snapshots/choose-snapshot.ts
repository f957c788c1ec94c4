import type { Snapshot, Statement, Tenant } from '@headgate/domain'
import type { ApiStore, Clock } from '@headgate/ports'
import { isProblem, problem } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'
import { listAllSnapshots } from './list-all.ts'
import { loadSnapshot } from './load-snapshot.ts'
import { isOvertaken, newestGood } from './newest-good.ts'
import { whyNotRestorable } from './shown-state.ts'

/** The snapshot that a statement goes on from: the named one, if it is the statement's own or nobody's and good, else its newest good one. */
export async function chooseSnapshot(store: Pick<ApiStore, 'loadSnapshot' | 'listSnapshots'>, tenant: Tenant, statement: Statement, id: string | undefined, clock: Clock): Promise<Snapshot | Problem> {
  const { name } = statement
  if (id !== undefined) {
    const pointer = '/snapshot_id'
    const snapshot = await loadSnapshot(store, tenant, id)
    if (isProblem(snapshot)) return snapshot.status === 404 ? problem(422, { detail: `The snapshot '${id}' does not exist.`, pointer }) : snapshot
    const owner = snapshot.statement
    if (owner !== undefined && owner.uid !== statement.uid) {
      const whose = owner.name === name ? `an earlier statement of the name '${name}'` : `the statement '${owner.name}'`
      return problem(409, { detail: `The snapshot '${id}' is of ${whose}. Fork it: a new statement then begins with its state.`, pointer })
    }
    const why = whyNotRestorable(snapshot)
    return why === undefined ? snapshot : problem(409, { detail: `The statement cannot go on from the snapshot '${id}', because ${why}.`, pointer })
  }
  const found = await listUntilKnown(store, tenant, statement, clock)
  if ('problem' in found) return found
  const newest = newestGood(found, statement)
  if (isOvertaken(found, statement)) {
    return problem(409, `The newest state of '${name}' is not known as a complete snapshot yet. Try again in a moment, resume it as usual (it goes on from there), or name a snapshot.`, { code: 'newest_not_registered' })
  }
  return newest ?? problem(409, `The statement '${name}' has no snapshot that it could go on from.`)
}

/** What a stop has just written is read back within a moment: that is waited for. */
const waitMs = 8_000
const pauseMs = 150

/** The complete snapshots of a statement, its newest state among them if that can be had soon. */
async function listUntilKnown(store: Pick<ApiStore, 'listSnapshots'>, tenant: Tenant, statement: Statement, clock: Clock): Promise<Snapshot[] | Problem> {
  const untilMs = clock.nowMs() + waitMs
  for (;;) {
    const found = await listAllSnapshots(store, tenant, { statementUid: statement.uid, states: ['COMPLETED'], trashed: false })
    if ('problem' in found || !isOvertaken(found, statement) || clock.nowMs() >= untilMs) return found
    await clock.sleep(pauseMs)
  }
}
