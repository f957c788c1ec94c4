import type { Snapshot, SnapshotPolicy, Tenant } from '@headgate/domain'
import type { Resources } from '@headgate/ports'
import type { Problem } from '../http/problem.ts'
import { listAllPolicies } from './list-all.ts'

/** The policies that tell how long snapshots stay in the trash; none are read where none of these is there. */
export const policiesOfTrash = async (resources: Pick<Resources, 'snapshotPolicies'>, tenant: Tenant, snapshots: readonly Snapshot[]): Promise<SnapshotPolicy[] | Problem> =>
  snapshots.some(({ spec }) => spec.trash !== undefined) ? listAllPolicies(resources, tenant) : []
