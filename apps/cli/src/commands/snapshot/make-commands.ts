import { Command } from 'commander'
import type { Terminal } from '../../terminal.ts'
import { withExamples, withFormat } from '../context.ts'
import { timeToCome } from '../durations.ts'
import { openSnapshots, print, readLabels, withLabels, withWait } from './options.ts'
import type { Common } from './options.ts'
import { findSnapshotId } from './find-snapshot.ts'
import { madeText, waitUntilComplete } from './wait-for-snapshot.ts'
import type { WaitOptions } from './wait-for-snapshot.ts'

/** Commands that make snapshots: take, export, adopt; and cancel. */
export function makeCommands(terminal: Terminal): Command[] {
  const take = withExamples(withWait(withLabels(withFormat(new Command('take'), ['table', 'json'])), 'it is complete', 600)
    .description('take a snapshot of a running statement, which goes on meanwhile')
    .argument('<statement>')
    .option('--canonical', 'independent of the state backend (default: native, which is quicker)')
    .option('--pin', 'keep it whatever policies say')
    .option('--retain <until>', 'keep it at least until then: a date, a time, or a duration like 30d', timeToCome(terminal.nowMs))
    .action(async (statement: string, options: Common & WaitOptions & { canonical?: boolean; pin?: boolean; retain?: string | null; label?: string[] }) => {
      const api = await openSnapshots(options, terminal)
      const begun = await api.take({
        statement_name: statement, labels: readLabels(options.label), pinned: options.pin ?? false,
        ...(options.canonical ? { format: 'canonical' as const } : {}), ...(options.retain ? { retain_until: options.retain } : {}),
      })
      const snapshot = await waitUntilComplete(api, terminal, begun, options)
      print(terminal, options.format, snapshot, () => madeText(snapshot))
    }), 'headgate snapshot take totals', 'headgate snapshot take totals --pin --label before=migration')

  const exporting = withExamples(withWait(withFormat(new Command('export'), ['table', 'json']), 'it is copied', 3_600)
    .description('copy a savepoint, complete and relocatable, to exports/<destination> of the environment')
    .argument('<id>')
    .argument('<destination>')
    .action(async (given: string, destination: string, options: Common & WaitOptions) => {
      const api = await openSnapshots(options, terminal)
      const snapshot = await waitUntilComplete(api, terminal, await api.export(await findSnapshotId(api, given), destination), options)
      print(terminal, options.format, snapshot, () => `${madeText(snapshot)}${snapshot.status.uri === undefined ? '' : `\n${snapshot.status.uri}`}`)
    }), 'headgate snapshot export 5f0c2a8e orders-2026-11')

  const adopt = withExamples(withWait(withLabels(withFormat(new Command('adopt'), ['table', 'json'])), 'it is read back', 600)
    .description('register a snapshot that lies in the environment\'s part of the store already; from then on Headgate owns it')
    .argument('<path>', 'its directory: a URI, or a key within the environment')
    .option('--statement <name>', 'the statement whose state it is: needed for forks and drills')
    .option('--pin', 'keep it whatever policies say')
    .action(async (path: string, options: Common & WaitOptions & { statement?: string; pin?: boolean; label?: string[] }) => {
      const api = await openSnapshots(options, terminal)
      const begun = await api.adopt({ path, labels: readLabels(options.label), pinned: options.pin ?? false, ...(options.statement === undefined ? {} : { statement_name: options.statement }) })
      const snapshot = await waitUntilComplete(api, terminal, begun, options)
      print(terminal, options.format, snapshot, () => madeText(snapshot))
    }), 'headgate snapshot adopt imports/orders-2026-11 --statement totals')

  const cancel = withFormat(new Command('cancel'), ['table', 'json'])
    .description('cancel a snapshot that is being taken or copied')
    .argument('<id>')
    .action(async (given: string, options: Common) => {
      const api = await openSnapshots(options, terminal)
      const snapshot = await api.cancel(await findSnapshotId(api, given))
      print(terminal, options.format, snapshot, () => `${snapshot.id} is being cancelled`)
    })
  return [take, exporting, adopt, cancel]
}
