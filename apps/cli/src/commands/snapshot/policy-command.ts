import { Command } from 'commander'
import type { SnapshotPolicy } from '../../api/snapshot-api.ts'
import { renderFacts, shortTime, yesOrNo } from '../../output/facts.ts'
import { renderTable } from '../../output/table.ts'
import type { Terminal } from '../../terminal.ts'
import { withConnection, withExamples, withFormat } from '../context.ts'
import { durationSeconds, renderSeconds } from '../durations.ts'
import { wholeNumber } from '../numbers.ts'
import { openSnapshots, print } from './options.ts'
import type { Common } from './options.ts'
import { changePolicy } from './change-policy.ts'
import type { PolicyOptions } from './change-policy.ts'

const noPolicies = 'No policies: what you made stays until you delete it; of all else a week and at least the newest ten of each statement are kept, then a day in the trash; none are taken by themselves. Make one: headgate snapshot policy set NAME --every 6h'

/** `headgate snapshot policy …`. */
export function policyCommand(terminal: Terminal): Command {
  const group = new Command('policy').description('what is taken, kept, drilled and deleted by itself')
  const add = (command: Command) => group.addCommand(withConnection(command))

  add(withFormat(new Command('list'), ['table', 'json'])
    .description('list the policies of the environment')
    .action(async (options: Common) => {
      const found = await (await openSnapshots(options, terminal)).listPolicies()
      print(terminal, options.format, found, () => renderTable(['name', 'statement', 'schedule', 'keeps', 'for', 'trash', 'drills', 'deletion'], found.map(row), { terminalWidth: terminal.width() }, noPolicies))
    }))

  add(withExamples(withFormat(new Command('set'), ['table', 'json'])
    .description('make a policy, or change what is given of one')
    .argument('<name>')
    .option('--statement <name>', 'of this statement alone (default: of every one that has none of its own)')
    .option('--every <duration>', 'take a snapshot this long after the last, for example 6h', durationSeconds)
    .option('--cron <expression>', 'take snapshots at these times: minute hour day month weekday')
    .option('--time-zone <zone>', 'of --cron (default: UTC)')
    .option('--no-schedule', 'take none by itself')
    .option('--canonical', 'take canonical ones')
    .option('--native', 'take native ones')
    .option('--keep-last <n>', 'of each statement the newest n stay', wholeNumber(1, 10_000))
    .option('--keep-for <duration>', 'what is younger stays', durationSeconds)
    .option('--keep-after-deletion <duration>', 'snapshots of a deleted statement stay so long', durationSeconds)
    .option('--trash <duration>', 'so long they can be recovered', durationSeconds)
    .option('--drill-every <duration>', 'really restore the newest good one of each statement so often', durationSeconds)
    .option('--no-drills', 'no drills by itself')
    .option('--pause-deletion', 'delete nothing from the store: the kill switch of the environment')
    .option('--resume-deletion', 'delete again')
    .action(async (name: string, options: Common & PolicyOptions) => {
      const policy = await changePolicy(await openSnapshots(options, terminal), name, options)
      print(terminal, options.format, policy, () => describePolicy(policy))
    }), 'headgate snapshot policy set nightly --cron "30 2 * * *" --time-zone Europe/Berlin', 'headgate snapshot policy set totals --statement totals --every 1h --keep-last 24 --drill-every 7d', 'headgate snapshot policy set nightly --pause-deletion'))

  add(withFormat(new Command('describe'), ['table', 'json'])
    .description('show a policy')
    .argument('<name>')
    .action(async (name: string, options: Common) => {
      const policy = await (await openSnapshots(options, terminal)).readPolicy(name)
      print(terminal, options.format, policy, () => describePolicy(policy))
    }))

  add(new Command('delete')
    .description('delete policies: what they took is kept as the policy of the environment says, or the default')
    .argument('<names...>')
    .action(async (names: string[], options: Common) => {
      const api = await openSnapshots(options, terminal)
      for (const name of names) {
        await api.deletePolicy(name)
        terminal.out(`${name} is deleted`)
      }
    }))
  return group
}

function scheduleText({ spec }: SnapshotPolicy): string {
  const { schedule } = spec
  if (schedule === undefined) return ''
  return 'cron' in schedule ? `${schedule.cron} ${schedule.time_zone ?? 'UTC'}` : `every ${renderSeconds(schedule.every_seconds)}`
}

const row = (policy: SnapshotPolicy): string[] => {
  const { spec } = policy
  return [
    policy.name, spec.statement_name ?? '(all others)', scheduleText(policy), `newest ${spec.keep_last}`, renderSeconds(spec.keep_for_seconds), renderSeconds(spec.trash_seconds),
    spec.drill_every_seconds === undefined ? '' : `every ${renderSeconds(spec.drill_every_seconds)}`, spec.deletion_paused ? 'PAUSED' : '',
  ]
}

function describePolicy(policy: SnapshotPolicy): string {
  const { spec, status, metadata } = policy
  return renderFacts([
    ['name', policy.name],
    ['statement', spec.statement_name ?? 'every one that has no policy of its own'],
    ['schedule', scheduleText(policy) || 'none'],
    ['next', status.next_at === undefined ? undefined : shortTime(status.next_at)],
    ['format', spec.format],
    ['keeps', `the newest ${spec.keep_last} of each statement, and what is younger than ${renderSeconds(spec.keep_for_seconds)}`],
    ['after deletion of a statement', renderSeconds(spec.keep_after_deletion_seconds)],
    ['in the trash', renderSeconds(spec.trash_seconds)],
    ['drills', spec.drill_every_seconds === undefined ? 'none' : `every ${renderSeconds(spec.drill_every_seconds)}`],
    ['deletion paused', yesOrNo(spec.deletion_paused)],
    ['changed', metadata.updated_at],
  ]).join('\n')
}
