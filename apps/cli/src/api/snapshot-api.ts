import type { HeadgateClient, OperationTypes, components } from '@headgate/contract'
import type { Ask, Statement } from './api.ts'
import { everyPage } from './every-page.ts'

type Schemas = components['schemas']
export type Snapshot = Schemas['Snapshot']
export type SnapshotPolicy = Schemas['SnapshotPolicy']
export type SnapshotStorage = Schemas['SnapshotStorage']
export type StorageDeletion = Schemas['StorageDeletion']
export type SnapshotQuery = Omit<NonNullable<OperationTypes['snapshots.list']['parameters']['query']>, 'page_size' | 'page_token'>

/** What the commands need of snapshots, for one environment. */
export type SnapshotApi = ReturnType<typeof createSnapshotApi>

export function createSnapshotApi(client: HeadgateClient, ask: Ask, path: { organization_id: string; environment_id: string }) {
  const of = (id: string) => ({ params: { path: { ...path, snapshot_id: id } } })
  const ofPolicy = (name: string) => ({ params: { path: { ...path, policy_name: name } } })
  const inEnvironment = { params: { path } }
  return {
    take: (body: Schemas['SnapshotCreate']): Promise<Snapshot> => ask(client.POST('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshots', { ...inEnvironment, body })),
    read: (id: string): Promise<Snapshot> => ask(client.GET('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshots/{snapshot_id}', of(id))),
    /** Every page, newest first, at most `limit`. */
    list: (query: SnapshotQuery, limit: number): Promise<Snapshot[]> =>
      everyPage(limit, (page_token, page_size) =>
        ask(client.GET('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshots', { params: { path, query: { ...query, page_size, page_token } } }))),
    change: (id: string, spec: Schemas['SnapshotChange']['spec']): Promise<Snapshot> =>
      ask(client.PATCH('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshots/{snapshot_id}', { ...of(id), body: { spec } })),
    remove: (id: string): Promise<Snapshot> => ask(client.DELETE('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshots/{snapshot_id}', of(id))),
    recover: (id: string): Promise<Snapshot> => ask(client.POST('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshots/{snapshot_id}/recoveries', of(id))),
    cancel: (id: string): Promise<Snapshot> => ask(client.POST('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshots/{snapshot_id}/cancellations', of(id))),
    verify: (id: string): Promise<Snapshot> => ask(client.POST('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshots/{snapshot_id}/verifications', of(id))),
    drill: (id: string): Promise<Snapshot> => ask(client.POST('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshots/{snapshot_id}/drills', of(id))),
    export: (id: string, destination: string): Promise<Snapshot> =>
      ask(client.POST('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshots/{snapshot_id}/exports', { ...of(id), body: { destination } })),
    adopt: (body: Schemas['SnapshotAdoption']): Promise<Snapshot> => ask(client.POST('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshot-adoptions', { ...inEnvironment, body })),
    fork: (id: string, body: Schemas['SnapshotFork']): Promise<Statement> =>
      ask(client.POST('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshots/{snapshot_id}/forks', { ...of(id), body })),
    restore: (statementName: string, snapshotId: string | undefined): Promise<Statement> =>
      ask(client.POST('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/statements/{statement_name}/restores', {
        params: { path: { ...path, statement_name: statementName } }, body: snapshotId === undefined ? {} : { snapshot_id: snapshotId },
      })),
    storage: (): Promise<SnapshotStorage> => ask(client.GET('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshot-storage', inEnvironment)),
    scan: (): Promise<SnapshotStorage> => ask(client.POST('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshot-storage/scans', inEnvironment)),
    listDeletions: (limit: number): Promise<StorageDeletion[]> =>
      everyPage(limit, (page_token, page_size) =>
        ask(client.GET('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshot-storage/deletions', { params: { path, query: { page_size, page_token } } }))),
    listPolicies: (): Promise<SnapshotPolicy[]> =>
      everyPage(10_000, (page_token, page_size) =>
        ask(client.GET('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshot-policies', { params: { path, query: { page_size, page_token } } }))),
    readPolicy: (name: string): Promise<SnapshotPolicy> => ask(client.GET('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshot-policies/{policy_name}', ofPolicy(name))),
    createPolicy: (body: Schemas['SnapshotPolicyCreate']): Promise<SnapshotPolicy> =>
      ask(client.POST('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshot-policies', { ...inEnvironment, body })),
    replacePolicy: (name: string, body: Schemas['SnapshotPolicyReplace']): Promise<SnapshotPolicy> =>
      ask(client.PUT('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshot-policies/{policy_name}', { ...ofPolicy(name), body })),
    deletePolicy: async (name: string): Promise<void> => {
      await ask(client.DELETE('/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshot-policies/{policy_name}', ofPolicy(name)))
    },
  }
}
