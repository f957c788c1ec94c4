import { changeApiKey } from './api-keys/change.ts'
import { createApiKey } from './api-keys/create.ts'
import { listApiKeys } from './api-keys/list.ts'
import { readApiKey } from './api-keys/read.ts'
import { removeApiKey } from './api-keys/remove.ts'
import { changePoolConfig } from './compute-pool-config/change.ts'
import { readPoolConfig } from './compute-pool-config/read.ts'
import { changePool } from './compute-pools/change.ts'
import { createPool } from './compute-pools/create.ts'
import { listPools } from './compute-pools/list.ts'
import { readPool } from './compute-pools/read.ts'
import { removePool } from './compute-pools/remove.ts'
import { createConnection } from './connections/create.ts'
import { listConnections } from './connections/list.ts'
import { readConnection } from './connections/read.ts'
import { removeConnection } from './connections/remove.ts'
import { replaceConnection } from './connections/replace.ts'
import { changeEnvironmentDefaults } from './environment-defaults/change.ts'
import { readEnvironmentDefaults } from './environment-defaults/read.ts'
import { changeEnvironment } from './environments/change.ts'
import { createEnvironment } from './environments/create.ts'
import { listEnvironments } from './environments/list.ts'
import { readEnvironment } from './environments/read.ts'
import { removeEnvironment } from './environments/remove.ts'
import { live } from './health/live.ts'
import { ready } from './health/ready.ts'
import { readMetrics } from './metrics/read.ts'
import { readOpenapi } from './openapi/read.ts'
import { changeOrganization } from './organizations/change.ts'
import { listOrganizations } from './organizations/list.ts'
import { readOrganization } from './organizations/read.ts'
import { listRegions } from './regions/list.ts'
import { changeServiceAccount } from './service-accounts/change.ts'
import { createServiceAccount } from './service-accounts/create.ts'
import { listServiceAccounts } from './service-accounts/list.ts'
import { readServiceAccount } from './service-accounts/read.ts'
import { removeServiceAccount } from './service-accounts/remove.ts'
import { createSnapshotAdoption } from './snapshot-adoptions/create.ts'
import { createSnapshotCancellation } from './snapshot-cancellations/create.ts'
import { createSnapshotDrill } from './snapshot-drills/create.ts'
import { createSnapshotExport } from './snapshot-exports/create.ts'
import { createSnapshotFork } from './snapshot-forks/create.ts'
import { createSnapshotPolicy } from './snapshot-policies/create.ts'
import { listSnapshotPolicies } from './snapshot-policies/list.ts'
import { readSnapshotPolicy } from './snapshot-policies/read.ts'
import { removeSnapshotPolicy } from './snapshot-policies/remove.ts'
import { replaceSnapshotPolicy } from './snapshot-policies/replace.ts'
import { createSnapshotRecovery } from './snapshot-recoveries/create.ts'
import { readSnapshotStorage } from './snapshot-storage/read.ts'
import { listSnapshotStorageDeletions } from './snapshot-storage-deletions/list.ts'
import { createSnapshotStorageScan } from './snapshot-storage-scans/create.ts'
import { createSnapshotVerification } from './snapshot-verifications/create.ts'
import { patchSnapshot } from './snapshots/change.ts'
import { createSnapshot } from './snapshots/create.ts'
import { listSnapshots } from './snapshots/list.ts'
import { readSnapshot } from './snapshots/read.ts'
import { removeSnapshot } from './snapshots/remove.ts'
import { listStatementEvents } from './statement-events/list.ts'
import { listStatementLogs } from './statement-logs/list.ts'
import { createStatementResolution } from './statement-resolutions/create.ts'
import { createStatementRestore } from './statement-restores/create.ts'
import { patchStatement } from './statements/change.ts'
import { createStatement } from './statements/create.ts'
import { listExceptions } from './statements/exceptions.ts'
import { listStatements } from './statements/list.ts'
import { readStatement } from './statements/read.ts'
import { removeStatement } from './statements/remove.ts'
import { replaceStatement } from './statements/replace.ts'
import { readResults } from './statements/results.ts'
import type { Route } from '../http/route.ts'

/** Every route of the API. */
export const routes: readonly Route[] = [
  changeApiKey, createApiKey, listApiKeys, readApiKey, removeApiKey,
  changePoolConfig, readPoolConfig,
  changePool, createPool, listPools, readPool, removePool,
  createConnection, listConnections, readConnection, removeConnection, replaceConnection,
  changeEnvironmentDefaults, readEnvironmentDefaults,
  changeEnvironment, createEnvironment, listEnvironments, readEnvironment, removeEnvironment,
  live, ready,
  readMetrics,
  readOpenapi,
  changeOrganization, listOrganizations, readOrganization,
  listRegions,
  changeServiceAccount, createServiceAccount, listServiceAccounts, readServiceAccount, removeServiceAccount,
  createSnapshotAdoption, createSnapshotCancellation, createSnapshotDrill, createSnapshotExport, createSnapshotFork, createSnapshotRecovery, createSnapshotVerification,
  createSnapshotPolicy, listSnapshotPolicies, readSnapshotPolicy, removeSnapshotPolicy, replaceSnapshotPolicy,
  readSnapshotStorage, listSnapshotStorageDeletions, createSnapshotStorageScan,
  patchSnapshot, createSnapshot, listSnapshots, readSnapshot, removeSnapshot,
  listStatementEvents,
  listStatementLogs,
  createStatementResolution,
  createStatementRestore,
  patchStatement, createStatement, listExceptions, listStatements, readStatement, removeStatement, replaceStatement, readResults,
]
