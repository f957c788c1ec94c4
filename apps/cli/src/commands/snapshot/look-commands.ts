import { Command, InvalidArgumentError, Option } from 'commander'
import type { SnapshotQuery } from '../../api/snapshot-api.ts'
import { describeSnapshot } from '../../output/describe-snapshot.ts'
import { snapshotAlignRight, snapshotHead, snapshotRows } from '../../output/snapshot-rows.ts'
import { renderTable } from '../../output/table.ts'
import type { Terminal } from '../../terminal.ts'
import { withExamples, withFormat } from '../context.ts'
import { pointInTime } from '../durations.ts'
import { wholeNumber } from '../numbers.ts'
import { openSnapshots, print, withLabels } from './options.ts'
import type { Common } from './options.ts'
import { findSnapshotId } from './find-snapshot.ts'

interface ListOptions extends Common {
  statement?: string
  state?: SnapshotQuery['state']
  kind?: SnapshotQuery['kind']
  trigger?: SnapshotQuery['trigger']
  pinned?: boolean
  trashed?: boolean
  all?: boolean
  since?: string
  before?: string
  label?: string[]
  limit: number
}

/** Commands that look: list and describe. */
export function lookCommands(terminal: Terminal): Command[] {
  const list = withExamples(withLabels(withFormat(new Command('list'), ['table', 'json']))
    .description('list snapshots, newest first; without those in the trash')
    .option('--statement <name>', 'only those of this statement')
    .option('--state <state>', `only these: ${states.join(', ')}`, readState)
    .addOption(new Option('--kind <kind>', 'only these').choices(['savepoint', 'checkpoint']))
    .addOption(new Option('--trigger <trigger>', 'only those made by this').choices(['manual', 'scheduled', 'stop', 'upgrade', 'retained', 'adopted', 'exported']))
    .option('--pinned', 'only those that are pinned')
    .option('--trashed', 'only those in the trash')
    .option('--all', 'those in the trash too')
    .option('--since <when>', 'only younger ones: a date, a time, or a duration like 2d', pointInTime(terminal.nowMs))
    .option('--before <when>', 'only older ones', pointInTime(terminal.nowMs))
    .option('--limit <n>', 'at most so many', wholeNumber(1, 100_000), 100)
    .action(async (options: ListOptions) => {
      const api = await openSnapshots(options, terminal)
      const found = await api.list(queryOf(options), options.limit)
      const empty = options.statement === undefined ? 'No snapshots. Take one of a running statement: headgate snapshot take STATEMENT' : `No snapshots of ${options.statement}. Take one while it runs: headgate snapshot take ${options.statement}`
      print(terminal, options.format, found, () => renderTable(snapshotHead, snapshotRows(found), { terminalWidth: terminal.width(), alignRight: snapshotAlignRight }, empty))
      if (found.length === options.limit) terminal.note(`There may be more than ${options.limit}: --limit N shows more.`)
    }), 'headgate snapshot list --statement totals', 'headgate snapshot list --trashed', 'headgate snapshot list --since 2d --kind checkpoint')

  const describe = withFormat(new Command('describe'), ['table', 'json'])
    .description('show everything about a snapshot: operators, sizes, how it was verified, who needs it')
    .argument('<id>', 'its id, or as much of the beginning as no other has')
    .action(async (given: string, options: Common) => {
      const api = await openSnapshots(options, terminal)
      const snapshot = await api.read(await findSnapshotId(api, given))
      print(terminal, options.format, snapshot, () => describeSnapshot(snapshot, terminal.width()))
    })
  return [list, describe]
}

const states: readonly NonNullable<SnapshotQuery['state']>[] = ['PENDING', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'CANCELLED', 'TRASHED', 'DELETING']

function readState(text: string): NonNullable<SnapshotQuery['state']> {
  const found = states.find((state) => state === text.toUpperCase())
  if (found === undefined) throw new InvalidArgumentError(`It must be one of ${states.join(', ')}.`)
  return found
}

function queryOf(options: ListOptions): SnapshotQuery {
  const hidesTrash = options.all !== true && options.trashed !== true && options.state === undefined
  return {
    statement_name: options.statement, state: options.state, kind: options.kind, trigger: options.trigger, pinned: options.pinned, created_after: options.since, created_before: options.before,
    label_selector: options.label?.join(','), trashed: options.trashed ?? (hidesTrash ? false : undefined),
  }
}
