import type { Snapshot, SnapshotTrigger, Tenant } from '@headgate/domain'
import type { ApiStore } from '@headgate/ports'
import { isProblem } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'
import { loadSnapshot } from './load-snapshot.ts'

/** Copies of copies are followed so far. */
const depthMax = 8

/** What made the snapshot that this one is, in the end, a copy of. When that is gone nobody knows: then it is only a copy. */
export async function originalTrigger(store: Pick<ApiStore, 'loadSnapshot'>, tenant: Tenant, snapshot: Snapshot): Promise<SnapshotTrigger | Problem> {
  let at = snapshot
  for (let depth = 0; at.trigger === 'exported' && at.copyOf !== undefined && depth < depthMax; depth += 1) {
    const source = await loadSnapshot(store, tenant, at.copyOf)
    if (!isProblem(source)) at = source
    else if (source.status === 404) break
    else return source
  }
  return at.trigger
}
