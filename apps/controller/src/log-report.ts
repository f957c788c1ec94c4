import type { Report } from '@headgate/reconcile'

interface ReportLog {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
}

/** One line for a turn that did something; a turn that only looked is not news. */
export function logReport(log: ReportLog, report: Report, durationMs: number): void {
  const { key, outcome, actions, failures } = report
  const fields = { kind: key.kind, id: key.id, environmentId: key.environmentId, outcome, actions, durationMs }
  for (const { action, failure } of failures) log.warn({ ...fields, action, reason: failure.reason }, failure.message)
  if (failures.length === 0 && actions.length > 0) log.info(fields, 'acted')
}
