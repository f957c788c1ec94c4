import { computePoolConfig, computePools, regions } from './operations/compute-pools.ts'
import { connections } from './operations/connections.ts'
import { environmentDefaults, statementEvents, statementLogs, statementResolutions } from './operations/headgate.ts'
import { apiKeys, serviceAccounts } from './operations/identity.ts'
import { health, metrics, openapi } from './operations/service.ts'
import { snapshotPolicies } from './operations/snapshot-policies.ts'
import { snapshotStorage, snapshotStorageDeletions, snapshotStorageScans } from './operations/snapshot-storage.ts'
import {
  snapshotAdoptions, snapshotCancellations, snapshotDrills, snapshotExports, snapshotForks, snapshotRecoveries, snapshotVerifications, snapshots, statementRestores,
} from './operations/snapshots.ts'
import { statements } from './operations/statements.ts'
import { environments, organizations } from './operations/tenancy.ts'
import type { AnyOperation } from './operation.ts'

/** The whole HTTP surface: `operations.<noun>.<verb>`. */
export const operations = {
  statements, connections, computePools, computePoolConfig, regions, organizations, environments, serviceAccounts, apiKeys,
  statementLogs, statementEvents, statementResolutions, environmentDefaults, snapshots, snapshotRecoveries, snapshotCancellations, snapshotVerifications, snapshotDrills, snapshotExports,
  snapshotForks, snapshotAdoptions, statementRestores, snapshotPolicies, snapshotStorage, snapshotStorageScans, snapshotStorageDeletions, health, metrics, openapi,
}

/** All of them in one list. */
export const allOperations: readonly AnyOperation[] = Object.values(operations).flatMap((noun) => Object.values(noun) as AnyOperation[])
