import { Command } from 'commander'
import type { SnapshotApi, SnapshotStorage } from '../../api/snapshot-api.ts'
import { CommandFailure } from '../../failure.ts'
import { describeStorage } from '../../output/describe-storage.ts'
import { shortTime } from '../../output/facts.ts'
import { renderBytes } from '../../output/render-bytes.ts'
import { renderTable } from '../../output/table.ts'
import type { Terminal } from '../../terminal.ts'
import { withExamples, withFormat } from '../context.ts'
import { wholeNumber } from '../numbers.ts'
import { openSnapshots, print, withWait } from './options.ts'
import type { Common } from './options.ts'
import type { WaitOptions } from './wait-for-snapshot.ts'

const pollEveryMs = 500

/** Commands about what lies in the store: storage and deletions. */
export function storageCommands(terminal: Terminal): Command[] {
  const storage = withExamples(withWait(withFormat(new Command('storage'), ['table', 'json']), 'the scan is done', 600)
    .description('show what lies in the store, and what the next clean-up would delete, and why')
    .option('--scan', 'have it looked through now')
    .action(async (options: Common & WaitOptions & { scan?: boolean }) => {
      const api = await openSnapshots(options, terminal)
      const found = options.scan ? await scan(api, terminal, options) : await api.storage()
      print(terminal, options.format, found, () => describeStorage(found, terminal.width(), options.scan === true))
    }), 'headgate snapshot storage', 'headgate snapshot storage --scan')

  const deletions = withFormat(new Command('deletions'), ['table', 'json'])
    .description('list what was deleted from the store, newest first')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 100_000), 50)
    .action(async (options: Common & { limit: number }) => {
      const api = await openSnapshots(options, terminal)
      const found = await api.listDeletions(options.limit)
      const rows = found.map(({ at, kind, files, bytes, key, reason }) => [shortTime(at), kind, String(files), renderBytes(bytes), key, reason])
      print(terminal, options.format, found, () => renderTable(['deleted', 'what', 'files', 'size', 'place', 'why'], rows, { terminalWidth: terminal.width(), alignRight: [false, false, true, true] }, 'Nothing was deleted yet.'))
    })
  return [storage, deletions]
}

async function scan(api: SnapshotApi, terminal: Terminal, options: WaitOptions): Promise<SnapshotStorage> {
  const untilMs = terminal.nowMs() + options.timeout * 1_000
  let found = await api.scan()
  while (options.wait && found.status.scan_requested_at !== undefined) {
    if (terminal.nowMs() > untilMs) throw new CommandFailure(`The scan is not done after ${options.timeout} s. It goes on by itself: headgate snapshot storage`)
    terminal.note('The store is being looked through', true)
    await terminal.sleep(pollEveryMs)
    found = await api.storage()
  }
  terminal.note('', true)
  return found
}
