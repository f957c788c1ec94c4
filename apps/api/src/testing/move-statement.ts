import type { Statement, StatementStatus } from '@headgate/domain'
import type { TestApi } from './create-test-api.ts'

/** Does what the loop would do to a statement: sets parts of its status, intent and observed under a lease. */
export async function moveStatement(
  api: TestApi,
  name: string,
  to: { status?: Partial<StatementStatus>; intent?: Partial<Statement['intent']>; observed?: Partial<Statement['observed']> },
): Promise<void> {
  const { organizationId, environmentId } = api.tenant
  const loaded = [...api.stores.database.statements.values()].find((row) => row.name === name || row.uid === name)
  if (loaded === undefined) throw new Error(`There is no statement ${name}.`)
  const key = { kind: 'statement' as const, organizationId, environmentId, id: loaded.uid }
  const lease = await api.stores.reconcile.lease(key, 'test', api.clock.nowMs(), 1_000)
  if (!lease.ok) throw new Error(lease.message)
  const committed = await api.stores.reconcile.commitStatement(lease.value, {
    expectedIntentVersion: loaded.intentVersion,
    intent: { ...loaded.intent, specVersion: loaded.specVersion, ...to.intent },
    observed: { ...loaded.observed, ...to.observed },
    status: { ...loaded.status, ...to.status },
    events: [],
    wake: [],
  })
  if (!committed.ok) throw new Error(committed.message)
  await api.stores.reconcile.release(lease.value, undefined)
}
