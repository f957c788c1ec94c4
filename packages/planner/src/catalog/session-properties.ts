import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import { maxParallelism } from '../statement/live-job.ts'

/**
 * Flink settings that a statement may set itself. Everything else belongs to the pool: a session must not move checkpoints,
 * addresses, jars or credentials.
 */
const allowedKeys = [
  /^parallelism\.default$/,
  /^table\.exec\.(mini-batch|sink|state|source|sort|rank|window-agg|async-lookup|async-scalar|async-table|deduplicate|local-hash-agg|simplify-operator-name-enabled|legacy-cast-behaviour)\b[a-z0-9.-]*$/,
  /^table\.optimizer\.[a-z0-9.-]+$/,
  /^table\.local-time-zone$/,
  /^table\.column-expansion-strategy$/,
]

/** `batch`: everything ends and results are final. `streaming`: also for snapshots of tables whose source is a changelog. */
export type RuntimeMode = 'batch' | 'streaming'

/** The configuration of the Flink session of a statement with these properties. */
export function sessionProperties(properties: Record<string, string>, runtimeMode: RuntimeMode): Result<Record<string, string>> {
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
  for (const key of ['sql.state-ttl', 'sql.tables.scan.idle-timeout']) {
    const value = properties[key]
    if (value && !/^\d+\s*[a-z]*$/i.test(value)) return failed('rejected', `Property ${key} must be a duration like '10 min' or '7 d', not '${value}'.`)
  }
  for (const [key, value] of Object.entries(properties)) {
    // `client.*` is for clients alone; what we do not know of `sql.*` is Confluent's and changes no result.
    if (key.startsWith('sql.') || key.startsWith('client.') || key === 'parallelism.default') continue
    if (!allowedKeys.some((allowed) => allowed.test(key))) {
      return failed('rejected', `Property '${key}' cannot be set by a statement. Allowed are sql.*, parallelism.default, table.optimizer.*, table.exec.* for sinks, sources, state and mini-batches, and table.local-time-zone.`)
    }
    session[key] = value
  }
  return ok(session)
}
