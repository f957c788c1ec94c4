import { allOperations } from '@headgate/contract'
import type { AnyOperation } from '@headgate/contract'
import type { TestTenant } from './create-test-api.ts'

/** Names of what `populate` makes in a tenant. */
export const sample = { statement: 'orders', connection: 'kafka1', policy: 'nightly' }

/** The ids that a request names. */
export type SampleIds = Pick<TestTenant, 'organizationId' | 'environmentId' | 'poolId' | 'accountId' | 'snapshotId'> & { keyId: string }

export const idsOf = (tenant: TestTenant): SampleIds => ({ ...tenant, keyId: tenant.regionAuth.split(':')[0] ?? '' })

/** A request of an operation, with these ids in its path, query and body. */
export function sampleRequest(operation: AnyOperation, ids: SampleIds): { method: string; path: string; body?: unknown } {
  const idOf: Record<string, string> = {
    organizations: ids.organizationId,
    environments: ids.environmentId,
    'compute-pools': ids.poolId,
    'service-accounts': ids.accountId,
    'api-keys': ids.keyId,
  }
  const noun = operation.operationId.split('.')[0] ?? ''
  const path = operation.path
    .replace('{organization_id}', ids.organizationId)
    .replace('{environment_id}', ids.environmentId)
    .replace('{statement_name}', sample.statement)
    .replace('{connection_name}', sample.connection)
    .replace('{snapshot_id}', ids.snapshotId)
    .replace('{policy_name}', sample.policy)
    .replace('{id}', idOf[noun] ?? 'unknown')
  const needsEnvironment = operation.query !== undefined && 'environment' in operation.query.properties
  const body = bodies[operation.operationId]?.(ids)
  return { method: operation.method, path: `${path}${needsEnvironment ? `?environment=${ids.environmentId}` : ''}`, ...(body === undefined ? {} : { body }) }
}

const bodies: Record<string, (ids: SampleIds) => unknown> = {
  'statements.create': () => ({ name: 'another', spec: { statement: 'SELECT 1' } }),
  'statements.replace': () => ({ spec: { stopped: true } }),
  'statements.change': () => [{ op: 'replace', path: '/spec/stopped', value: true }],
  'connections.create': () => ({ name: 'another', spec: { connection_type: 'KAFKA', endpoint: 'k:9092' } }),
  'connections.replace': () => ({ spec: { auth_data: { kind: 'PlaintextProvider', data: '{"PASSWORD":"new"}' } } }),
  'compute-pools.create': (ids) => ({ spec: { display_name: 'more', cloud: 'AWS', region: 'local-1', environment: { id: ids.environmentId } } }),
  'compute-pools.change': (ids) => ({ spec: { max_cfu: 7, environment: { id: ids.environmentId } } }),
  'compute-pool-config.change': () => ({ spec: { default_pool_max_cfu: 20 } }),
  'organizations.change': () => ({ display_name: 'renamed' }),
  'environments.create': () => ({ display_name: 'new-environment' }),
  'environments.change': () => ({ display_name: 'renamed' }),
  'service-accounts.create': () => ({ display_name: 'new-account' }),
  'service-accounts.change': () => ({ description: 'changed' }),
  'api-keys.create': (ids) => ({ spec: { owner: { id: ids.accountId }, resource: { id: 'aws.local-1', environment: ids.environmentId } } }),
  'api-keys.change': () => ({ spec: { description: 'changed' } }),
  'statement-resolutions.create': () => ({ choice: 'run-again' }),
  'snapshots.create': () => ({ statement_name: sample.statement }),
  'snapshots.change': () => ({ spec: { pinned: false, labels: { team: 'a' } } }),
  'snapshot-exports.create': () => ({ destination: 'mine' }),
  'snapshot-forks.create': () => ({ statement_name: 'forked' }),
  'snapshot-adoptions.create': () => ({ path: 'imports/mine' }),
  'statement-restores.create': (ids) => ({ snapshot_id: ids.snapshotId }),
  'snapshot-policies.create': () => ({ name: 'another', spec: {} }),
  'snapshot-policies.replace': () => ({ spec: { statement_name: sample.statement, keep_last: 3 } }),
  'environment-defaults.change': () => ({ kafka_connection: sample.connection }),
}

/** In an order in which each finds what it needs: what removes comes last, and last of all the owner of the calling key. */
export const inSafeOrder = (): AnyOperation[] => {
  const last = ['snapshots.remove', 'snapshot-policies.remove', 'connections.remove', 'statements.remove', 'compute-pools.remove', 'environments.remove', 'api-keys.remove', 'service-accounts.remove']
  return [...allOperations].sort((a, b) => last.indexOf(a.operationId) - last.indexOf(b.operationId))
}
