import { placeOf } from '@headgate/domain'
import type { Statement } from '@headgate/domain'
import { hasLiveJob, readyGateway } from '@headgate/planner'
import type { Lease, SpoolState } from '@headgate/ports'
import type { ReconcileDeps } from '../deps.ts'
import { failedPass } from '../failed-pass.ts'
import type { Pass } from '../reconcile-one.ts'
import { leaseIsOver } from '../statement/outcome.ts'

const idlePauseMs = 100

/**
 * One turn of moving a query's rows from the gateway into its spool. The gateway keeps only the current and the last page, and
 * blocks the job behind 5,000 rows, so somebody must keep draining; the spool is bounded, so somebody must stop.
 */
export async function drainResults(lease: Lease, deps: ReconcileDeps): Promise<Pass> {
  const pass: Pass = { actions: [], failures: [], again: false, wakeAfterMs: undefined }
  const loaded = await deps.store.loadStatement({ ...lease.key, kind: 'statement' })
  if (!loaded.ok) return loaded.reason === 'not-found' ? pass : failedPass(pass, 'load', loaded)
  const statement = loaded.value
  const drain = statement.observed.drain
  if (drain === undefined || !hasLiveJob(statement) || statement.intent.rest !== undefined) return pass
  const poolId = statement.intent.generation?.computePoolId ?? placeOf(statement)
  const pool = await deps.store.loadPool({ ...statement, computePoolId: poolId })
  if (!pool.ok) return failedPass(pass, 'load-pool', pool)
  const gateway = readyGateway(pool.value)
  if (gateway?.workerId !== drain.gatewayWorkerId) return { ...pass, wakeAfterMs: 1_000 }

  const state = await deps.spool.state(statement, statement.uid)
  if (!state.ok) return failedPass(pass, 'spool-state', state)
  if (state.value.complete) return pass
  return turn(lease, statement, gateway.endpoint, state.value, pass, deps)
}

async function turn(lease: Lease, statement: Statement, endpoint: string, spool: SpoolState, pass: Pass, deps: ReconcileDeps): Promise<Pass> {
  const { drain, prepared } = statement.observed
  if (drain === undefined) return pass
  const timeZone = statement.spec.properties['sql.local-time-zone']
  const untilMs = deps.clock.nowMs() + deps.settings.drainTurnMs
  let chunk = spool.nextChunk
  let token = Number(spool.position ?? '0')
  let held = { rows: spool.rowsHeld, bytes: spool.bytesHeld }
  while (deps.clock.nowMs() < untilMs) {
    const full = held.rows >= deps.settings.spool.rowsMax || held.bytes >= deps.settings.spool.bytesMax
    if (full && prepared?.bounded === true) return endDrain(statement, pass, deps, limitText(deps))
    if (full) {
      await trim(statement, deps)
      return { ...pass, wakeAfterMs: 1_000 }
    }
    const page = await deps.gateway.fetchPage(endpoint, drain.sessionHandle, drain.operationHandle, token, timeZone)
    // Somebody else drains by now. This page is the gateway's last one, which it gives again; one more from here would be lost to the other.
    const late = leaseIsOver(lease, deps)
    if (late !== undefined) return failedPass(pass, 'fetch', late)
    if (!page.ok) {
      if (page.reason === 'unavailable' || page.reason === 'unknown-outcome') return failedPass(pass, 'fetch', page)
      const text = page.reason === 'not-found' ? 'The session of the query was lost, and with it the rows not yet fetched. Run the query again.' : page.message
      return endDrain(statement, pass, deps, text)
    }
    const { rows, state, nextToken } = page.value
    if (rows.length > 0) {
      const position = nextToken === undefined ? undefined : String(nextToken)
      const appended = await deps.spool.append(statement, statement.uid, chunk, rows, deps.clock.nowMs(), position)
      if (!appended.ok) return failedPass(pass, 'append', appended)
      chunk += 1
      const after = await deps.spool.state(statement, statement.uid)
      if (after.ok) held = { rows: after.value.rowsHeld, bytes: after.value.bytesHeld }
    }
    if (state === 'end' || (state === 'payload' && nextToken === undefined)) return endDrain(statement, pass, deps)
    if (nextToken !== undefined) token = nextToken
    if (rows.length === 0) await deps.clock.sleep(idlePauseMs)
  }
  if (prepared?.bounded !== true) await trim(statement, deps)
  return { ...pass, wakeAfterMs: 0 }
}

/** Rows of an endless result that were read are dropped; the last page read stays, because a page can be read again. */
async function trim(statement: Statement, deps: ReconcileDeps): Promise<void> {
  const state = await deps.spool.state(statement, statement.uid)
  if (state.ok && state.value.readUpToChunk > 1) await deps.spool.trim(statement, statement.uid, state.value.readUpToChunk - 1)
}

async function endDrain(statement: Statement, pass: Pass, deps: ReconcileDeps, failure?: string): Promise<Pass> {
  const completed = await deps.spool.complete(statement, statement.uid, deps.clock.nowMs(), failure)
  if (!completed.ok) return failedPass(pass, 'complete', completed)
  await deps.wake.wake({ kind: 'statement', organizationId: statement.organizationId, environmentId: statement.environmentId, id: statement.uid }, 0)
  return { ...pass, actions: ['complete'] }
}

const limitText = (deps: ReconcileDeps): string =>
  `The result is larger than the limit of ${deps.settings.spool.rowsMax.toLocaleString('en-US')} rows or ` +
  `${Math.round(deps.settings.spool.bytesMax / 1024 / 1024)} MiB for the result of one statement. Write it to a table with INSERT INTO, or select less.`
