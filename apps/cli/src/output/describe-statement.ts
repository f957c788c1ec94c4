import type { components } from '@headgate/contract'
import type { Statement } from '../api/api.ts'

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
  const shown = facts.filter((fact): fact is [string, string] => fact[1] !== undefined && fact[1] !== '')
  const width = Math.max(...shown.map(([name]) => name.length))
  const lines = shown.map(([name, value]) => `${name.padEnd(width)}  ${value}`)
  for (const warning of status.warnings) lines.push(`${'warning'.padEnd(width)}  ${warning.severity} ${warning.reason}: ${warning.message}`)
  lines.push('', spec.statement.trim())
  if (events.length > 0) lines.push('', 'newest events', ...events.map((event) => `  ${event.at}  ${event.reason}: ${event.message}`))
  return lines.join('\n')
}

const yesOrNo = (value: boolean | undefined): string | undefined => (value === undefined ? undefined : value ? 'yes' : 'no')
const pairs = (values: Record<string, string> | undefined): string | undefined =>
  values === undefined ? undefined : Object.entries(values).map(([key, value]) => `${key}=${value}`).join(', ')
