import type { StorageCandidate, StorageDeletion, StorageReport, Tenant } from '@headgate/domain'
import type { Links } from '../http/links.ts'
import { snapshotStoragePath } from './paths.ts'
import { renderTime } from './time.ts'

/** What the newest scan found, as the wire shows it; without a report when nothing was scanned yet. */
export const renderStorage = (tenant: Tenant, report: StorageReport | undefined, scanRequestedAtMs: number | undefined, links: Links) => ({
  api_version: 'headgate/v1',
  kind: 'SnapshotStorage',
  organization_id: tenant.organizationId,
  environment_id: tenant.environmentId,
  metadata: { self: links.to(snapshotStoragePath(tenant)) },
  status: {
    ...(scanRequestedAtMs === undefined ? {} : { scan_requested_at: renderTime(scanRequestedAtMs) }),
    ...(report === undefined ? {} : { report: renderReport(report) }),
  },
})

const renderReport = (report: StorageReport) => ({
  started_at: renderTime(report.startedAtMs),
  finished_at: renderTime(report.finishedAtMs),
  total: report.total,
  classes: report.classes,
  statements: report.statements,
  deletable: report.deletable.map(renderCandidate),
  deletable_total: report.deletableTotal,
  orphans: report.orphans.map(renderCandidate),
  ...(report.deletionPausedBecause === undefined ? {} : { deletion_paused_because: report.deletionPausedBecause }),
})

const renderCandidate = ({ key, kind, reason, files, bytes, statementUid, snapshotId }: StorageCandidate) => ({
  key, kind, reason, files, bytes,
  ...(statementUid === undefined ? {} : { statement_uid: statementUid }),
  ...(snapshotId === undefined ? {} : { snapshot_id: snapshotId }),
})

/** One deletion that was carried out. */
export const renderDeletion = (deletion: StorageDeletion) => ({ at: renderTime(deletion.atMs), ...renderCandidate(deletion) })
