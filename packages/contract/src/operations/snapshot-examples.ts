import { statement } from './examples.ts'

/** What the OpenAPI document shows of snapshots; a test holds it against the schemas. */
const [organizationId, environmentId] = [statement.organization_id, statement.environment_id]
const base = 'http://localhost:8080'
const path = `/headgate/v1/organizations/${organizationId}/environments/${environmentId}`
const at = '2026-11-02T09:00:00Z'
const id = '7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77'
const owner = { organization_id: organizationId, environment_id: environmentId }
const attemptUri = `s3://flink/organizations/${organizationId}/environments/${environmentId}/statements/${statement.metadata.uid}/snapshots/${id}-1/savepoint-5f0c2a-8e1b7c9d0a42`

export const snapshot = {
  api_version: 'headgate/v1', kind: 'Snapshot', id, ...owner,
  metadata: { self: `${base}${path}/snapshots/${id}`, created_at: at, updated_at: '2026-11-02T09:00:04Z', resource_version: '1' },
  spec: { statement_name: statement.name, format: 'native', pinned: false, labels: { before: 'migration' } },
  status: {
    state: 'COMPLETED', detail: '', restorable: true, kind: 'savepoint', trigger: 'manual', attempt: 1, started_at: at, completed_at: '2026-11-02T09:00:03Z', uri: attemptUri,
    size: { own_bytes: 1_482_310, own_files: 4, shared_bytes: 0, shared_files: 0 },
    operators: [{ uid: '4_group-aggregate', name: 'GroupAggregate[4]', operator_id: '6f1a0c3f5f0e4c4b9f5a7c1d2e3b4a59', parallelism: 2, max_parallelism: 720, state_bytes: 1_470_004 }],
    format_version: 5, flink_version: '2.3',
    verifications: [{ at: '2026-11-02T09:10:00Z', how: 'files', good: true, message: '4 files of 1482310 bytes are there.' }],
    statement: { name: statement.name, uid: statement.metadata.uid, generation: 3, sql: 'INSERT INTO totals SELECT customer, COUNT(*) FROM orders GROUP BY customer' },
    needed_by: [{ statement_name: 'orders-per-customer-fork', why: 'restoring' }],
  },
}

const pendingStatus = {
  state: 'PENDING', detail: 'Flink is asked in a moment.', restorable: false, kind: 'savepoint', trigger: 'manual', verifications: [], statement: snapshot.status.statement,
}
const { needed_by: _needed, ...listedStatus } = snapshot.status
export const listedSnapshot = { ...snapshot, status: listedStatus }
export const newSnapshot = { ...snapshot, status: pendingStatus }
export const trashedSnapshot = {
  ...snapshot,
  status: { ...listedStatus, state: 'TRASHED', restorable: false, detail: 'In the trash: a user deleted it.', trash: { at, by: 'user', reason: 'A user deleted it.', deleted_after: '2026-11-03T09:00:00Z' } },
}
export const exportedSnapshot = { ...snapshot, status: { ...pendingStatus, detail: 'Its files are copied in a moment.', trigger: 'exported', copy_of: id } }
export const adoptedSnapshot = {
  ...snapshot,
  status: { ...pendingStatus, state: 'IN_PROGRESS', detail: 'Its _metadata is being read back.', trigger: 'adopted', uri: `s3://flink/organizations/${organizationId}/environments/${environmentId}/imports/orders-2026-11` },
}

export const snapshotCreate = { statement_name: statement.name, labels: { before: 'migration' } }
export const snapshotChange = { spec: { pinned: true, labels: { before: null }, retain_until: null } }
export const snapshotExport = { destination: 'orders-2026-11' }
export const snapshotFork = { statement_name: 'orders-per-customer-fork' }
export const snapshotAdoption = { path: 'imports/orders-2026-11' }

export const snapshotPolicyCreate = {
  name: 'nightly',
  spec: { statement_name: statement.name, schedule: { cron: '30 2 * * *', time_zone: 'Europe/Berlin' }, keep_last: 14, drill_every_seconds: 604_800 },
}

export const snapshotPolicy = {
  api_version: 'headgate/v1', kind: 'SnapshotPolicy', name: snapshotPolicyCreate.name, ...owner,
  metadata: { self: `${base}${path}/snapshot-policies/nightly`, created_at: at, updated_at: at, resource_version: '1' },
  spec: {
    ...snapshotPolicyCreate.spec, format: 'native', keep_for_seconds: 604_800, keep_after_deletion_seconds: 604_800, trash_seconds: 86_400, deletion_paused: false,
  },
  status: { next_at: '2026-11-03T01:30:00Z' },
}

const candidate = {
  key: `organizations/${organizationId}/environments/${environmentId}/statements/${statement.metadata.uid}/snapshots/${id}-1`, kind: 'aborted-attempt',
  reason: 'Attempt 1 was given up more than a day ago.', files: 2, bytes: 48_211, statement_uid: statement.metadata.uid, snapshot_id: id,
}

export const snapshotStorage = {
  api_version: 'headgate/v1', kind: 'SnapshotStorage', ...owner, metadata: { self: `${base}${path}/snapshot-storage` },
  status: {
    report: {
      started_at: at, finished_at: '2026-11-02T09:00:02Z', total: { files: 120, bytes: 9_812_553 },
      classes: { live: { files: 40, bytes: 4_200_111 }, kept: { files: 78, bytes: 5_564_231 }, orphaned: { files: 2, bytes: 48_211 } },
      statements: [{ uid: statement.metadata.uid, name: statement.name, classes: { live: { files: 40, bytes: 4_200_111 } } }],
      deletable: [candidate], deletable_total: { count: 1, files: 2, bytes: 48_211 }, orphans: [],
    },
  },
}

export const storageDeletion = { at, ...candidate }
