import type { Tenant } from './tenant.ts'

/** Everything of one environment in the blob store lies below this key. */
export const environmentKey = (tenant: Tenant): string =>
  `organizations/${tenant.organizationId}/environments/${tenant.environmentId}`

/** Everything of one statement: plans, checkpoints, savepoints. The uid, so that a reused name is another place. */
export const statementKey = (statement: Tenant & { uid: string }): string =>
  `${environmentKey(statement)}/statements/${statement.uid}`

/** Flink adds `<job id>/chk-<n>/_metadata` below it. */
export const checkpointsKey = (statement: Tenant & { uid: string }): string => `${statementKey(statement)}/checkpoints`

/** Each attempt has a directory of its own; Flink adds `savepoint-…/_metadata` below it. */
export const savepointKey = (statement: Tenant & { uid: string }, generation: number, attempt: number): string =>
  `${savepointsKey(statement)}/${generation}-${attempt}`

/** All savepoints of a statement; each attempt has a directory below it. */
export const savepointsKey = (statement: Tenant & { uid: string }): string => `${statementKey(statement)}/savepoints`

/** The savepoints that were asked for while the statement runs; each attempt has a directory below it. */
export const snapshotAttemptKey = (statement: Tenant & { uid: string }, snapshotId: string, attempt: number): string =>
  `${statementKey(statement)}/snapshots/${snapshotId}-${attempt}`

/** Copies of savepoints that were asked for; each destination is a directory below it. */
export const exportsKey = (tenant: Tenant): string => `${environmentKey(tenant)}/exports`

/** The compiled plan of one preparation. */
export const planKey = (statement: Tenant & { uid: string }, token: string): string =>
  `${statementKey(statement)}/plans/${token}.json`

/** Where the JobManagers of a pool write how jobs ended: evidence outside of their memory. */
export const archiveKey = (pool: Tenant & { computePoolId: string }): string =>
  `${environmentKey(pool)}/pools/${pool.computePoolId}/archive`

/** Files of tables that name no connector. */
export const tableFilesKey = (tenant: Tenant): string => `${environmentKey(tenant)}/files`
