import type { components } from '@headgate/contract'
import type { Statement } from '../api/api.ts'
import { pairs, renderFacts, yesOrNo } from './facts.ts'

type StatementEvent = components['schemas']['StatementEvent']

/** Everything about a statement as lines of `name  value`, with its warnings and newest events. */
export function describeStatement(statement: Statement, events: readonly StatementEvent[]): string {
  const { spec, status, metadata } = statement
  const facts: [string, string | undefined][] = [
    ['name', statement.name],
    ['phase', status.phase],
    ['waiting for', status.waiting_for],
    ['detail', status.detail],
    ['seen at', status.observed_at],
    ['kind', status.traits?.sql_kind],
    ['bounded', yesOrNo(status.traits?.is_bounded)],
    ['append only', yesOrNo(status.traits?.is_append_only)],
    ['compute pool', spec.compute_pool_id],
    ['scaling', status.scaling_status?.scaling_state],
    ['principal', spec.principal],
    ['stopped', yesOrNo(spec.stopped)],
    ['created', metadata.created_at],
    ['ended', status.end_time],
    ['duration', status.duration],
    ['properties', pairs(spec.properties)],
    ['labels', pairs(metadata.labels)],
    ['columns', status.traits?.schema?.columns.map((column) => `${column.name} ${column.type.type}`).join(', ')],
    ['offsets', pairs(status.latest_offsets)],
  ]
  const warnings = status.warnings.map((warning): [string, string] => ['warning', `${warning.severity} ${warning.reason}: ${warning.message}`])
  const lines = renderFacts([...facts, ...warnings])
  lines.push('', spec.statement.trim())
  if (events.length > 0) lines.push('', 'newest events', ...events.map((event) => `  ${event.at}  ${event.reason}: ${event.message}`))
  return lines.join('\n')
}
