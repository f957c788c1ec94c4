import { checkStatementChange, needsOwnPool, newOwnPool } from '@headgate/domain'
import type { Pool, Statement, StatementChange, Tenant } from '@headgate/domain'
import type { NewPool } from '@headgate/ports'
import type { ApiDeps } from '../deps.ts'
import { isProblem, problem, problemOf } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'
import { wakeUp } from '../http/wake-up.ts'
import { choosePool } from './choose-pool.ts'

/** Changes a statement that was read before: through the gate, under the optimistic lock of its spec, and wakes the loop. */
export async function changeStatement(deps: ApiDeps, tenant: Tenant, statement: Statement, change: StatementChange): Promise<Statement | Problem> {
  const checked = checkStatementChange(statement, change)
  if (!checked.ok) return checked.reason === 'conflict' ? problem(409, checked.message) : problem(422, checked.message, { code: 'illegal_change' })
  if (checked.value === statement.spec) return statement
  let ownPool: NewPool | undefined
  if (checked.value.computePoolId !== statement.spec.computePoolId) {
    const pool = await chooseTarget(deps, tenant, statement, checked.value.computePoolId)
    if (isProblem(pool)) return pool
    if (needsOwnPool(pool, statement)) ownPool = newOwnPool(pool, statement, deps.clock.nowMs())
  }
  const changed = await deps.store.changeStatementSpec(tenant, statement.name, checked.value, statement.specVersion, deps.clock.nowMs(), ownPool)
  if (!changed.ok) return problemOf(changed, { noun: 'statement', name: statement.name })
  wakeUp(deps.wake, 'statement', tenant, statement.uid)
  return changed.value
}

/** The pool to move to. Snapshots do not travel: it must be in the region of the present one. */
async function chooseTarget(deps: ApiDeps, tenant: Tenant, statement: Statement, poolId: string): Promise<Pool | Problem> {
  const wanted = await choosePool(deps.store, tenant, poolId)
  if (isProblem(wanted)) return wanted
  const present = await deps.store.loadPool(tenant, statement.spec.computePoolId)
  if (!present.ok) return present.reason === 'not-found' ? wanted : problemOf(present, { noun: 'compute pool', name: statement.spec.computePoolId })
  if (present.value.spec.region === wanted.spec.region && present.value.spec.cloud === wanted.spec.cloud) return wanted
  return problem(422, { detail: `The compute pool '${poolId}' is in another region. A statement can move only within its region.`, pointer: '/spec/compute_pool_id' })
}
