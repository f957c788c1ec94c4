import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import { checkProperties, type GatePolicy } from '@headgate/sql'
import { maxParallelism } from '../statement/live-job.ts'

/** `batch`: everything ends and results are final. `streaming`: also for snapshots of tables whose source is a changelog. */
export type RuntimeMode = 'batch' | 'streaming'

/** The configuration of the Flink session of a statement with these properties. Refuses what the gate refuses. */
export function sessionProperties(properties: Record<string, string>, runtimeMode: RuntimeMode, policy: GatePolicy): Result<Record<string, string>> {
  const checked = checkProperties(properties, policy)
  if (!checked.ok) return checked
  const session: Record<string, string> = {
    'execution.runtime-mode': runtimeMode,
    // Not the machine's: results must not depend on where a TaskManager runs.
    'table.local-time-zone': properties['sql.local-time-zone'] || 'UTC',
    'parallelism.default': '1',
    // Confluent's dialect has no ON CONFLICT; Flink 2.3 would refuse every INSERT whose key differs from the sink's without it.
    'table.exec.sink.require-on-conflict': 'false',
  }
  // State is kept for ever unless asked otherwise: a default that drops state would make results silently wrong.
  const stateTtl = properties['sql.state-ttl']
  if (stateTtl) session['table.exec.state.ttl'] = stateTtl
  // Flink waits for a silent partition for ever, the most frequent reason for "no output". A source that is silent for this
  // long no longer holds back the watermark; its late rows may then be dropped by windows.
  session['table.exec.source.idle-timeout'] = properties['sql.tables.scan.idle-timeout'] || '15 s'

  const parallelism = properties['parallelism.default'] ?? properties['sql.parallelism']
  if (parallelism !== undefined) {
    if (!/^[1-9][0-9]*$/.test(parallelism) || Number(parallelism) > maxParallelism) return failed('rejected', `Property parallelism.default must be a whole number from 1 to ${maxParallelism}, not '${parallelism}'.`)
    session['parallelism.default'] = parallelism
  }
  for (const [key, value] of Object.entries(properties)) {
    // What is left are Flink's own settings; `sql.*` is read where it matters, `client.*` is for clients alone.
    if (!/^(sql\.|client\.|parallelism\.default$)/.test(key)) session[key] = value
  }
  return ok(session)
}
