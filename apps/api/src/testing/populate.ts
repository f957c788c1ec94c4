import type { TestApi, TestTenant } from './create-test-api.ts'
import { addSnapshot } from './new-snapshot.ts'
import { sample } from './sample-requests.ts'

/** Gives a tenant a statement, a connection, a snapshot of the statement and a policy. */
export async function populate(api: TestApi, tenant: TestTenant): Promise<void> {
  const auth = tenant.cloudAuth
  const made = await api.request('POST', `${tenant.sqlPath}/statements`, { auth, body: { name: sample.statement, spec: { statement: 'INSERT INTO t SELECT 1' } } })
  await api.request('POST', `${tenant.sqlPath}/connections`, {
    auth,
    body: { name: sample.connection, spec: { connection_type: 'KAFKA', endpoint: 'k:9092', auth_data: { kind: 'PlaintextProvider', data: '{"PASSWORD":"old"}' } } },
  })
  await addSnapshot(api, { statement: { uid: made.body.metadata.uid as string, name: sample.statement, generation: 1 } }, tenant)
  await api.request('POST', `${tenant.headgatePath}/snapshot-policies`, { auth, body: { name: sample.policy, spec: { statement_name: sample.statement, schedule: { every_seconds: 3_600 } } } })
}
