import type { Statement, Tenant } from '@headgate/domain'
import type { NewStatement } from '@headgate/ports'
import type { ApiDeps } from '../deps.ts'
import { isProblem, problem, problemOf, unavailable } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'
import { wakeUp } from '../http/wake-up.ts'

/** How often the outcome is looked for: planning takes some hundred milliseconds. */
const pollEveryMs = 75

/** Dry runs under way, by process: each instance of the API has its own bound. */
const underWay = new WeakMap<object, number>()

/**
 * Has a statement planned without keeping it: it is stored under a name that nobody can guess, until the loop has planned it. The
 * statement comes back COMPLETED or FAILED, under `name`; 503 when that takes too long or too many wait.
 */
export async function dryRun(deps: ApiDeps, tenant: Tenant, draft: NewStatement, name: string, signal: AbortSignal): Promise<Statement | Problem> {
  const process = deps.process ?? deps
  const waiting = underWay.get(process) ?? 0
  if (waiting >= deps.config.limits.dryRunsMax) return problem(429, 'Too many dry runs wait already. Try again in a moment.', { headers: { 'retry-after': '1' } })
  underWay.set(process, waiting + 1)
  try {
    const internalName = `dry-run-${deps.ids.token(40)}`
    const created = await deps.store.createStatement(tenant, { ...draft, name: internalName, dryRun: true })
    if (!created.ok) return problemOf(created, { noun: 'environment', name: tenant.environmentId })
    const planned = await waitUntilPlanned(deps, tenant, created.value, signal)
    // It is never listed, and swept if this does not reach the loop.
    await deps.store.requestStatementDeletion(tenant, internalName, deps.clock.nowMs())
    wakeUp(deps.wake, 'statement', tenant, draft.uid)
    return isProblem(planned) ? planned : { ...planned, name, deletionRequestedAtMs: undefined }
  } finally {
    underWay.set(process, (underWay.get(process) ?? 1) - 1)
  }
}

async function waitUntilPlanned(deps: ApiDeps, tenant: Tenant, created: Statement, signal: AbortSignal): Promise<Statement | Problem> {
  const untilMs = deps.clock.nowMs() + deps.config.limits.dryRunWaitMs
  wakeUp(deps.wake, 'statement', tenant, created.uid)
  for (;;) {
    const loaded = await deps.store.loadStatementByUid(tenant, created.uid)
    if (!loaded.ok) return problemOf(loaded, { noun: 'dry run', name: created.uid })
    const { phase } = loaded.value.status
    if (phase === 'COMPLETED' || phase === 'FAILED') return loaded.value
    if (deps.clock.nowMs() >= untilMs || signal.aborted) return unavailable('Flink did not plan the statement in time. Try again in a moment.')
    await deps.clock.sleep(pollEveryMs, signal)
  }
}
