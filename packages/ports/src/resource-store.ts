import type {
  ApiKey, ComputePoolConfig, Connection, Environment, Organization, Result, Scope, ServiceAccount, SnapshotPolicy, Tenant,
} from '@headgate/domain'
import type { AnswerKeeper } from './kept-answer.ts'
import type { Page, PageRequest } from './page.ts'

/**
 * A table of simple resources. Each verb is one transaction with the tenant set in it; what lies outside of the scope is
 * `not-found`. `key` is the id, or the name where names identify.
 */
export interface ResourceStore<S, T> {
  /** `conflict` when the key is taken. With a `keeper` the answer is kept in the same transaction. */
  create(scope: S, resource: T, keeper?: AnswerKeeper<T>): Promise<Result<T>>
  load(scope: S, key: string): Promise<Result<T>>
  /** Ordered by creation, then key. `match` compares fields exactly. */
  list(scope: S, page: PageRequest, match?: Partial<T>): Promise<Result<Page<T>>>
  /** Replaces it if its version is still `expectedVersion` (else `conflict`) and counts the version up. */
  replace(scope: S, key: string, resource: T, expectedVersion: number): Promise<Result<T>>
  remove(scope: S, key: string): Promise<Result<void>>
}

/** The simple resources of the API. */
export interface Resources {
  /**
   * One is removed when it has no statements and compute pools (else `conflict`) and no snapshot that a person made or pinned (else
   * `rejected`). Its other snapshots go to the trash: its `storage` key lives on, until the files are gone.
   */
  environments: ResourceStore<Scope, Environment>
  serviceAccounts: ResourceStore<Scope, ServiceAccount>
  apiKeys: ResourceStore<Scope, ApiKey>
  connections: ResourceStore<Tenant, Connection>
  /** By name. Each change wakes the environment's `storage` key. */
  snapshotPolicies: ResourceStore<Tenant, SnapshotPolicy>
  organizations: {
    /** Only the command line makes organizations. */
    create(organization: Organization): Promise<Result<Organization>>
    load(organizationId: string): Promise<Result<Organization>>
    replace(organization: Organization, expectedVersion: number): Promise<Result<Organization>>
  }
  computePoolConfigs: {
    load(organizationId: string): Promise<Result<ComputePoolConfig>>
    save(config: ComputePoolConfig, expectedVersion: number): Promise<Result<ComputePoolConfig>>
  }
  /** The one look-up without a tenant: it sees the row of this key id alone. */
  findApiKey(keyId: string): Promise<Result<ApiKey>>
}
