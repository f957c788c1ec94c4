import { Command } from 'commander'
import type { Snapshot, SnapshotApi } from '../../api/snapshot-api.ts'
import { CommandFailure } from '../../failure.ts'
import { pairs, shortTime } from '../../output/facts.ts'
import type { Terminal } from '../../terminal.ts'
import { withExamples, withFormat } from '../context.ts'
import { timeToCome } from '../durations.ts'
import { openSnapshots, print } from './options.ts'
import type { Common } from './options.ts'
import { findSnapshotId } from './find-snapshot.ts'

/** Commands that say what is kept: pin, unpin, label, retain, delete, recover. */
export function keepCommands(terminal: Terminal): Command[] {
  const one = (name: string, description: string, act: (api: SnapshotApi, id: string) => Promise<Snapshot>, text: (snapshot: Snapshot) => string): Command =>
    withFormat(new Command(name), ['table', 'json']).description(description).argument('<id>').action(async (given: string, options: Common) => {
      const api = await openSnapshots(options, terminal)
      const snapshot = await act(api, await findSnapshotId(api, given))
      print(terminal, options.format, snapshot, () => text(snapshot))
    })

  const label = withExamples(withFormat(new Command('label'), ['table', 'json'])
    .description('set labels; key- removes one')
    .argument('<id>')
    .argument('<labels...>', 'key=value, or key- to remove it')
    .action(async (given: string, labels: string[], options: Common) => {
      const changes = readLabelChanges(labels)
      const api = await openSnapshots(options, terminal)
      const snapshot = await api.change(await findSnapshotId(api, given), { labels: changes })
      print(terminal, options.format, snapshot, () => `${snapshot.id}: ${pairs(snapshot.spec.labels) || 'no labels'}`)
    }), 'headgate snapshot label 5f0c2a8e before=migration tried-')

  const retain = withExamples(withFormat(new Command('retain'), ['table', 'json'])
    .description('keep it at least until a time; after that policies decide')
    .argument('<id>')
    .argument('<until>', 'a date, a time, a duration like 30d, or none', timeToCome(terminal.nowMs))
    .action(async (given: string, until: string | null, options: Common) => {
      const api = await openSnapshots(options, terminal)
      const snapshot = await api.change(await findSnapshotId(api, given), { retain_until: until })
      print(terminal, options.format, snapshot, () => (snapshot.spec.retain_until === undefined ? `${snapshot.id} is kept as policies say` : `${snapshot.id} is kept at least until ${shortTime(snapshot.spec.retain_until)}`))
    }), 'headgate snapshot retain 5f0c2a8e 30d', 'headgate snapshot retain 5f0c2a8e none')

  const remove = withFormat(new Command('delete'), ['table', 'json'])
    .description('throw snapshots away: they can be recovered until the time of the policy is over')
    .argument('<ids...>')
    .action(async (given: string[], options: Common) => {
      const api = await openSnapshots(options, terminal)
      const removed: Snapshot[] = []
      for (const each of given) {
        const snapshot = await api.remove(await findSnapshotId(api, each))
        removed.push(snapshot)
        if (options.format !== 'json') terminal.out(trashText(snapshot))
      }
      if (options.format === 'json') terminal.out(JSON.stringify(removed, undefined, 2))
    })

  return [
    one('pin', 'keep a snapshot whatever policies say', (api, id) => api.change(id, { pinned: true }), ({ id }) => `${id} is pinned`),
    one('unpin', 'leave it to policies again how long a snapshot is kept', (api, id) => api.change(id, { pinned: false }), ({ id }) => `${id} is not pinned`),
    label,
    retain,
    remove,
    one('recover', 'take a snapshot out of the trash', (api, id) => api.recover(id), ({ id, status }) => `${id} is ${status.state}`),
  ]
}

const trashText = ({ id, status }: Snapshot): string =>
  status.trash === undefined || status.state !== 'TRASHED' ? `${id} is ${status.state}` : `${id} is in the trash and deleted after ${shortTime(status.trash.deleted_after)}. To keep it: headgate snapshot recover ${id}`

function readLabelChanges(given: readonly string[]): Record<string, string | null> {
  return Object.fromEntries(given.map((each) => {
    const at = each.indexOf('=')
    if (at > 0) return [each.slice(0, at), each.slice(at + 1)]
    if (/^[^=]+-$/.test(each)) return [each.slice(0, -1), null]
    throw new CommandFailure(`A label is key=value, or key- to remove it, not ${JSON.stringify(each)}.`, 2)
  }))
}
