import { isAskedFor } from '@headgate/domain'
import type { Snapshot, SnapshotSpec, Tenant } from '@headgate/domain'
import type { ApiDeps } from '../deps.ts'
import { problemOf } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'
import { wakeUp, wakeUpStorage } from '../http/wake-up.ts'

/** Stores another wish about a snapshot, under the optimistic lock of its spec, and wakes who carries it out. */
export async function changeSnapshot({ store, wake, clock }: Pick<ApiDeps, 'store' | 'wake' | 'clock'>, tenant: Tenant, snapshot: Snapshot, spec: SnapshotSpec): Promise<Snapshot | Problem> {
  const changed = await store.changeSnapshotSpec(tenant, snapshot.id, spec, snapshot.specVersion, clock.nowMs())
  if (!changed.ok) return problemOf(changed, { noun: 'snapshot', name: snapshot.id })
  if (isAskedFor(snapshot)) wakeUp(wake, 'savepoint', tenant, snapshot.id)
  wakeUpStorage(wake, tenant)
  return changed.value
}
