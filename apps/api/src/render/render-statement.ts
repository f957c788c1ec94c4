import { redacted } from '@headgate/contract'
import type { Statement, StatementPhase, StatementTraits } from '@headgate/domain'
import type { Links } from '../http/links.ts'
import { statementPath } from './paths.ts'
import { never, renderDuration, renderTime } from './time.ts'

const secretPrefix = 'sql.secrets.'

/** A statement as the wire shows it. */
export function renderStatement(statement: Statement, links: Links) {
  const { spec, status } = statement
  return {
    api_version: 'sql/v1',
    kind: 'Statement',
    name: statement.name,
    organization_id: statement.organizationId,
    environment_id: statement.environmentId,
    metadata: {
      self: links.to(statementPath(statement, statement.name)),
      created_at: renderTime(statement.createdAtMs),
      updated_at: renderTime(statement.updatedAtMs),
      uid: statement.uid,
      resource_version: String(statement.specVersion),
      labels: spec.labels,
    },
    spec: {
      statement: spec.sql,
      properties: maskSecrets(spec.properties),
      compute_pool_id: spec.computePoolId,
      principal: spec.principal,
      stopped: spec.stopped,
      execution_mode: spec.properties['sql.snapshot.mode'] === 'now' ? 'BATCH' : 'STREAMING',
    },
    status: renderStatus(statement, shownPhase(statement)),
  }
}

/** Keys stay, values go. */
export const maskSecrets = (properties: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, isSecret(key) ? redacted : value]))

export const isSecret = (propertyKey: string): boolean => propertyKey.startsWith(secretPrefix)

/**
 * The phase of the status, ahead of the loop where the user's wish is newer: a client that resumed must not see STOPPING or STOPPED
 * again, one that stopped or deleted sees that it is being done.
 */
export function shownPhase(statement: Statement): StatementPhase {
  const { phase } = statement.status
  if (statement.deletionRequestedAtMs !== undefined) return 'DELETING'
  if (statement.specVersion <= statement.intent.specVersion) return phase
  if (statement.spec.stopped && (phase === 'PENDING' || phase === 'RUNNING')) return 'STOPPING'
  const resumes = statement.class === 'insert' && !statement.spec.stopped
  return resumes && (phase === 'STOPPING' || phase === 'STOPPED') ? 'PENDING' : phase
}

function renderStatus(statement: Statement, phase: StatementPhase) {
  const { status } = statement
  const ended = phase === 'COMPLETED' || phase === 'FAILED' || phase === 'STOPPED'
  return {
    phase,
    // A client that reads a detail while PENDING takes it for an error.
    detail: phase === 'PENDING' ? '' : status.detail,
    ...(status.scalingState === undefined
      ? {}
      : { scaling_status: { scaling_state: status.scalingState, last_updated: status.scalingUpdatedAtMs === undefined ? never : renderTime(status.scalingUpdatedAtMs) } }),
    warnings: status.warnings.map((warning) => ({
      severity: warning.severity,
      created_at: renderTime(warning.createdAtMs),
      reason: warning.reason,
      message: warning.message,
    })),
    ...renderTraits(status.traits, phase),
    network_kind: 'PUBLIC',
    latest_offsets: status.latestOffsets ?? {},
    latest_offsets_timestamp: status.latestOffsetsAtMs === undefined ? never : renderTime(status.latestOffsetsAtMs),
    ...(ended && status.endedAtMs !== undefined
      ? { end_time: renderTime(status.endedAtMs), duration: renderDuration(status.endedAtMs - (status.startedAtMs ?? statement.createdAtMs)) }
      : {}),
    ...(status.observedAtMs === undefined ? {} : { observed_at: renderTime(status.observedAtMs) }),
    ...(status.waitingFor === undefined || status.waitingFor === '' ? {} : { waiting_for: status.waitingFor }),
  }
}

/**
 * Traits are whole or absent: clients take `sql_kind`, `is_bounded` and `is_append_only` for granted once there are any. PENDING and
 * FAILED statements may have none, all others must.
 */
function renderTraits(traits: StatementTraits, phase: StatementPhase) {
  const planned = traits.isBounded !== undefined && traits.isAppendOnly !== undefined
  if (!planned && (phase === 'PENDING' || phase === 'FAILED')) return {}
  return {
    traits: {
      sql_kind: traits.sqlKind ?? 'OTHER',
      is_bounded: traits.isBounded ?? true,
      is_append_only: traits.isAppendOnly ?? true,
      ...(traits.upsertColumns === undefined ? {} : { upsert_columns: traits.upsertColumns }),
      ...(traits.columns === undefined ? {} : { schema: { columns: traits.columns } }),
      ...(traits.connectionRefs === undefined ? {} : { connection_refs: traits.connectionRefs }),
    },
  }
}
