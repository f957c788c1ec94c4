import { storageKey } from '@headgate/ports'
import type { StoragePlan } from '@headgate/planner'
import type { Turn } from '../deps.ts'

/** Writes a scheduled snapshot down; the controller asks Flink for it. */
export async function scheduleSnapshot(turn: Turn, { statementUid, format, policyName }: StoragePlan['schedule'][number]): Promise<void> {
  const { store, ids, clock, wake } = turn.deps
  const { organizationId, environmentId } = turn.lease().key
  const loaded = await store.loadStatement({ organizationId, environmentId }, statementUid)
  if (!loaded.ok) return turn.note('schedule', loaded.reason === 'not-found' ? undefined : loaded)
  const { name, spec, observed, intent } = loaded.value
  const id = ids.uuid()
  const added = await store.addSnapshots(turn.lease(), [
    {
      organizationId, environmentId, id, kind: 'savepoint', format, trigger: 'scheduled',
      statement: { uid: statementUid, name, generation: intent.generation?.generation ?? 0 },
      spec: { labels: policyName === undefined ? {} : { policy: policyName }, pinned: false },
      state: 'PENDING',
      intent: { failures: 0 },
      observed: {},
      createdAtMs: clock.nowMs(),
      blueprint: { sql: spec.sql, properties: spec.properties, computePoolId: spec.computePoolId, principal: spec.principal, ...(observed.prepared === undefined ? {} : { prepared: observed.prepared }) },
    },
  ])
  turn.note('schedule', added.ok ? undefined : added)
  if (added.ok) await wake.wake({ ...storageKey({ organizationId, environmentId }), kind: 'savepoint', id }, 0)
}
