import { Command } from 'commander'
import type { Terminal } from '../../terminal.ts'
import { openApi, withExamples, withFormat } from '../context.ts'
import { wholeNumber } from '../numbers.ts'
import { waitForPhase } from '../wait-for-phase.ts'
import { print, readLabels, withLabels, withWait } from './options.ts'
import type { Common } from './options.ts'
import { findSnapshotId } from './find-snapshot.ts'
import type { WaitOptions } from './wait-for-snapshot.ts'

/** Commands that start statements from snapshots: fork and restore. */
export function startCommands(terminal: Terminal): Command[] {
  const fork = withExamples(withWait(withLabels(withFormat(new Command('fork'), ['table', 'json'])), 'it is running', 300)
    .description('create a statement that begins with the state of a snapshot')
    .argument('<id>')
    .argument('<name>', 'of the new statement')
    .option('--pool <id>', 'compute pool to run in (default: that of the other statement)')
    .option('--parallelism <n>', 'instead of that of the other statement', wholeNumber(1, 720))
    .option('--drop-sink-state', 'where a sink writes exactly once and the snapshot is not of a stop: commit none of the other statement\'s transactions')
    .action(async (given: string, name: string, options: Common & WaitOptions & { pool?: string; parallelism?: number; label?: string[]; dropSinkState?: boolean }) => {
      const api = await openApi(options, terminal)
      const forked = await api.snapshots.fork(await findSnapshotId(api.snapshots, given), {
        statement_name: name, labels: readLabels(options.label), drop_sink_state: options.dropSinkState ?? false,
        ...(options.pool === undefined ? {} : { compute_pool_id: options.pool }), ...(options.parallelism === undefined ? {} : { properties: { 'parallelism.default': options.parallelism } }),
      })
      for (const warning of forked.status.warnings) terminal.note(`Warning (${warning.reason}): ${warning.message}`)
      const statement = await waitForPhase(api, terminal, forked, ['RUNNING', 'COMPLETED', 'FAILED', 'STOPPED'], options)
      print(terminal, options.format, statement, () => `${statement.name} is ${statement.status.phase}`)
    }), 'headgate snapshot fork 5f0c2a8e totals-copy')

  const restore = withExamples(withWait(withFormat(new Command('restore'), ['table', 'json']), 'it is running', 300)
    .description('resume a stopped or parked statement from a snapshot; what it did since then it does again')
    .argument('<statement>')
    .argument('[id]', 'the snapshot (default: the newest good one)')
    .action(async (name: string, given: string | undefined, options: Common & WaitOptions) => {
      const api = await openApi(options, terminal)
      const resumed = await api.snapshots.restore(name, given === undefined ? undefined : await findSnapshotId(api.snapshots, given))
      const statement = await waitForPhase(api, terminal, resumed, ['RUNNING', 'COMPLETED', 'FAILED'], options)
      print(terminal, options.format, statement, () => `${statement.name} is ${statement.status.phase}`)
    }), 'headgate statement stop totals', 'headgate snapshot restore totals 5f0c2a8e')
  return [fork, restore]
}
