import type { Snapshot } from '../api/snapshot-api.ts'
import { pairs, renderFacts, yesOrNo } from './facts.ts'
import { renderBytes, renderCount } from './render-bytes.ts'
import { renderTable } from './table.ts'

const needs: Record<string, string> = { restoring: 'was started from it and has no checkpoint of its own yet', chosen: 'was told to go on from it', 'resume-target': 'would go on from it' }

/** Everything about a snapshot: facts, operators, how it was verified, who needs it, and what ran. */
export function describeSnapshot(snapshot: Snapshot, terminalWidth: number | undefined): string {
  const { spec, status, metadata } = snapshot
  const { size, trash, progress, statement } = status
  const lines = renderFacts([
    ['id', snapshot.id],
    ['state', status.state],
    ['detail', status.detail],
    ['restorable', yesOrNo(status.restorable)],
    ['statement', statement === undefined ? undefined : `${statement.name} (uid ${statement.uid}${statement.generation === 0 ? '' : `, generation ${statement.generation}`})`],
    ['kind', `${status.kind}, ${spec.format}`],
    ['made by', status.copy_of === undefined ? status.trigger : `${status.trigger}, a copy of ${status.copy_of}`],
    ['created', metadata.created_at],
    ['completed', status.completed_at],
    ['attempt', status.attempt === undefined ? undefined : `${status.attempt}, since ${status.started_at ?? ''}`],
    ['written so far', progress === undefined ? undefined : `${renderCount(progress)}, seen at ${progress.at}`],
    ['tried again at', status.retry_at],
    ['size', size === undefined ? undefined : renderCount({ files: size.own_files, bytes: size.own_bytes })],
    ['shared with others', size === undefined || size.shared_files === 0 ? undefined : renderCount({ files: size.shared_files, bytes: size.shared_bytes })],
    ['place', status.uri],
    ['Flink', status.flink_version === undefined ? undefined : `${status.flink_version} or newer (format ${status.format_version ?? ''})`],
    ['pinned', yesOrNo(spec.pinned)],
    ['labels', pairs(spec.labels)],
    ['kept at least until', spec.retain_until],
    ['in the trash', trash === undefined ? undefined : `since ${trash.at}; deleted after ${trash.deleted_after}`],
    ...status.verifications.map(({ at, how, good, message }) => ['verified', `${good ? 'good' : 'BROKEN'} (${how}, ${at}): ${message}`] as const),
    ['verification', status.verification_requested_at === undefined ? undefined : `asked for at ${status.verification_requested_at}`],
    ['drill', status.drill !== undefined ? `under way since ${status.drill.started_at}` : status.drill_requested_at === undefined ? undefined : `asked for at ${status.drill_requested_at}`],
    ...(status.needed_by ?? []).map(({ statement_name, why }) => ['needed by', `${statement_name}: it ${needs[why] ?? why}`] as const),
  ])
  if (status.operators !== undefined) {
    const rows = status.operators.map((operator) => [operator.uid ?? operator.operator_id, operator.name ?? '', String(operator.parallelism), String(operator.max_parallelism), renderBytes(operator.state_bytes)])
    lines.push('', renderTable(['operator', 'name', 'parallelism', 'max', 'state'], rows, { terminalWidth, alignRight: [false, false, true, true, true] }, 'It holds no state.'))
  }
  if (statement?.sql !== undefined) lines.push('', statement.sql.trim())
  return lines.join('\n')
}
