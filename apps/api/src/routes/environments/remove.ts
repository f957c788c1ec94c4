import { operations } from '@headgate/contract'
import { keepsEnvironment } from '@headgate/domain'
import type { Snapshot, Tenant } from '@headgate/domain'
import type { SnapshotFilter } from '@headgate/ports'
import type { ApiDeps } from '../../deps.ts'
import { loadEnvironment } from '../../http/load-environment.ts'
import { isProblem, problem, problemOf } from '../../http/problem.ts'
import type { Problem } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { wakeUp } from '../../http/wake-up.ts'
import { listLivePools } from '../../pools/list-live-pools.ts'

const pollEveryMs = 200

export const removeEnvironment = defineRoute(operations.environments.remove, async ({ params, caller, signal }, deps) => {
  const { store, resources, config, clock } = deps
  const tenant = { organizationId: caller.organizationId, environmentId: params.id }
  const subject = { noun: 'environment', name: params.id }
  const environment = await loadEnvironment(resources, tenant)
  if (isProblem(environment)) return environment
  const statements = await store.listStatements(tenant, {}, { pageSize: 1 })
  if (!statements.ok) return problemOf(statements, subject)
  if (statements.value.items.length > 0) return problem(409, `The environment '${params.id}' still has statements. Delete them first.`, { code: 'environment_in_use' })
  const kept = await findKeptSnapshot(store, tenant)
  if (kept !== undefined && isProblem(kept)) return kept
  if (kept !== undefined) return problem(409, `The environment '${params.id}' still has snapshots that were asked for or pinned, such as ${kept.id}. Delete them first.`, { code: 'environment_in_use' })
  const refused = await removeDefaultPools(deps, tenant)
  if (refused !== undefined) return refused
  // The processes of a pool end before its row goes: the loop does that, and mostly there are none.
  const untilMs = clock.nowMs() + config.limits.environmentRemovalWaitMs
  for (;;) {
    const removed = await resources.environments.remove({ organizationId: tenant.organizationId }, params.id)
    if (removed.ok) {
      wakeUp(deps.wake, 'storage', tenant, tenant.environmentId)
      return {}
    }
    // Snapshots that a person made or pinned are not thrown away with it: one was made meanwhile.
    if (removed.reason === 'rejected') return problem(409, removed.message, { code: 'environment_in_use' })
    if (removed.reason !== 'conflict') return problemOf(removed, subject)
    if (clock.nowMs() >= untilMs || signal.aborted) return problem(409, `What the environment '${params.id}' held is still being removed. Try again in a moment.`, { code: 'environment_in_use' })
    await clock.sleep(pollEveryMs, signal)
  }
})

/** One that holds the environment: the others go to the trash with it. */
async function findKeptSnapshot(store: ApiDeps['store'], tenant: Tenant): Promise<Snapshot | Problem | undefined> {
  const filters: SnapshotFilter[] = [{ pinned: true }, { trigger: 'manual' }, { trigger: 'adopted' }, { trigger: 'exported' }]
  for (const filter of filters) {
    const found = await store.listSnapshots(tenant, { ...filter, states: ['COMPLETED'], trashed: false }, { pageSize: 1 })
    if (!found.ok) return problemOf(found, { noun: 'environment', name: tenant.environmentId })
    const snapshot = found.value.items.find(keepsEnvironment)
    if (snapshot !== undefined) return snapshot
  }
  return undefined
}

/** A default pool came with the environment and goes with it; one that somebody made is theirs to delete. */
async function removeDefaultPools({ store, wake, clock }: ApiDeps, tenant: Tenant): Promise<Problem | undefined> {
  const pools = await listLivePools(store, tenant)
  if (isProblem(pools)) return pools
  const own = pools.find((pool) => !pool.spec.defaultPool)
  if (own !== undefined) return problem(409, `The environment '${tenant.environmentId}' still has the compute pool '${own.id}'. Delete it first.`, { code: 'environment_in_use' })
  for (const pool of pools) {
    const requested = await store.requestPoolDeletion(tenant, pool.id, clock.nowMs())
    if (!requested.ok && requested.reason !== 'not-found') return problemOf(requested, { noun: 'compute pool', name: pool.id })
    wakeUp(wake, 'pool', tenant, pool.id)
  }
  return undefined
}
