import { isRestorable } from '@headgate/domain'
import type { Snapshot, SnapshotPolicy } from '@headgate/domain'
import { policyOf } from '@headgate/planner'
import type { SnapshotNeed } from '@headgate/planner'
import type { Links } from '../http/links.ts'
import { pendingDrillMs, pendingVerificationMs } from '../snapshots/pending-proof.ts'
import { shownState, snapshotDetail } from '../snapshots/shown-state.ts'
import { snapshotPath } from './paths.ts'
import { renderTime } from './time.ts'

/** What a snapshot is shown with. */
export interface SnapshotSurroundings {
  /** Of its environment: they say how long it stays in the trash. Needed for one that is there. */
  policies?: readonly SnapshotPolicy[]
  /** Who needs it; shown when one snapshot is read. */
  needs?: readonly SnapshotNeed[]
  /** Leave out what it ran. */
  isListed?: boolean
}

/** A snapshot as the wire shows it. */
export function renderSnapshot(snapshot: Snapshot, links: Links, { policies = [], needs, isListed = false }: SnapshotSurroundings = {}) {
  const { spec, statement } = snapshot
  return {
    api_version: 'headgate/v1',
    kind: 'Snapshot',
    id: snapshot.id,
    organization_id: snapshot.organizationId,
    environment_id: snapshot.environmentId,
    metadata: {
      self: links.to(snapshotPath(snapshot, snapshot.id)),
      created_at: renderTime(snapshot.createdAtMs),
      updated_at: renderTime(snapshot.updatedAtMs),
      resource_version: String(snapshot.specVersion),
    },
    spec: {
      ...(statement === undefined ? {} : { statement_name: statement.name }),
      format: snapshot.format,
      pinned: spec.pinned,
      labels: spec.labels,
      ...timeOf('retain_until', spec.retainUntilMs),
    },
    status: {
      state: shownState(snapshot),
      detail: snapshotDetail(snapshot),
      restorable: isRestorable(snapshot),
      kind: snapshot.kind,
      trigger: snapshot.trigger,
      ...(snapshot.copyOf === undefined ? {} : { copy_of: snapshot.copyOf }),
      ...renderProgress(snapshot),
      ...renderContent(snapshot),
      ...renderProof(snapshot),
      ...renderTrash(snapshot, policies),
      ...(statement === undefined
        ? {}
        : { statement: { name: statement.name, uid: statement.uid, generation: statement.generation, ...(isListed || snapshot.blueprint === undefined ? {} : { sql: snapshot.blueprint.sql }) } }),
      ...(needs === undefined ? {} : { needed_by: needs.map(({ statementName, why }) => ({ statement_name: statementName, why })) }),
    },
  }
}

const timeOf = <K extends string>(key: K, atMs: number | undefined): Partial<Record<K, string>> => (atMs === undefined ? {} : ({ [key]: renderTime(atMs) } as Record<K, string>))

function renderProgress({ state, intent, observed, spec }: Snapshot) {
  const { attempt, retryAtMs } = intent
  const { progress } = observed
  const isOver = state !== 'PENDING' && state !== 'IN_PROGRESS'
  return {
    ...(attempt === undefined ? {} : { attempt: attempt.attempt, started_at: renderTime(attempt.startedAtMs) }),
    ...(progress === undefined || isOver ? {} : { progress: { bytes: progress.bytes, files: progress.files, at: renderTime(progress.atMs) } }),
    ...(isOver ? {} : timeOf('retry_at', retryAtMs)),
    ...timeOf('cancel_requested_at', spec.cancelRequestedAtMs),
  }
}

function renderContent({ observed }: Snapshot) {
  const { content, uri, completedAtMs } = observed
  return {
    ...timeOf('completed_at', completedAtMs),
    ...(uri === undefined ? {} : { uri }),
    ...(content === undefined
      ? {}
      : {
          size: { own_bytes: content.ownBytes, own_files: content.ownFiles, shared_bytes: content.sharedBytes, shared_files: content.sharedFiles },
          operators: content.operators.map((operator) => ({
            ...(operator.uid === undefined ? {} : { uid: operator.uid }),
            ...(operator.name === undefined ? {} : { name: operator.name }),
            operator_id: operator.operatorId,
            parallelism: operator.parallelism,
            max_parallelism: operator.maxParallelism,
            state_bytes: operator.stateBytes,
          })),
          format_version: content.formatVersion,
          flink_version: content.flinkVersion,
        }),
  }
}

function renderProof(snapshot: Snapshot) {
  const { observed } = snapshot
  return {
    verifications: [...(observed.verifications ?? [])].sort((a, b) => b.atMs - a.atMs).map(({ atMs, how, isGood, message }) => ({ at: renderTime(atMs), how, good: isGood, message })),
    ...timeOf('verification_requested_at', pendingVerificationMs(snapshot)),
    ...timeOf('drill_requested_at', pendingDrillMs(snapshot)),
    ...(observed.drill === undefined ? {} : { drill: { started_at: renderTime(observed.drill.startedAtMs) } }),
  }
}

function renderTrash({ spec, statement }: Snapshot, policies: readonly SnapshotPolicy[]) {
  const { trash } = spec
  if (trash === undefined) return {}
  const { trashMs } = policyOf(policies, statement?.name)
  return { trash: { at: renderTime(trash.atMs), by: trash.by, reason: trash.reason, deleted_after: renderTime(trash.atMs + trashMs) } }
}
