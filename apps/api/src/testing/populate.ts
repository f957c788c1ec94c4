import type { TestApi, TestTenant } from './create-test-api.ts'
import { sample } from './sample-requests.ts'

/** Gives a tenant a statement and a connection. */
export async function populate(api: TestApi, tenant: TestTenant): Promise<void> {
  const auth = tenant.cloudAuth
  await api.request('POST', `${tenant.sqlPath}/statements`, { auth, body: { name: sample.statement, spec: { statement: 'INSERT INTO t SELECT 1' } } })
  await api.request('POST', `${tenant.sqlPath}/connections`, {
    auth,
    body: { name: sample.connection, spec: { connection_type: 'KAFKA', endpoint: 'k:9092', auth_data: { kind: 'PlaintextProvider', data: '{"PASSWORD":"old"}' } } },
  })
}
