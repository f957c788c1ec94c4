import { Argument, Command, Option } from 'commander'
import { renderTable } from '../output/table.ts'
import { describeStatement } from '../output/describe-statement.ts'
import type { Statement } from '../api/api.ts'
import type { Terminal } from '../terminal.ts'
import { openApi, withConnection, withExamples, withFormat } from './context.ts'
import { wholeNumber } from './numbers.ts'
import { findSnapshotId } from './snapshot/find-snapshot.ts'
import { keptSnapshots } from './snapshot/kept-snapshots.ts'
import { waitForPhase } from './wait-for-phase.ts'

interface Common {
  connection?: string
  format?: 'table' | 'json'
}

/** `headgate statement …`. */
export function statementCommand(terminal: Terminal): Command {
  const group = new Command('statement').description('list, look into, stop, resume and delete statements')
  const add = (command: Command) => group.addCommand(withConnection(command))

  add(withExamples(withFormat(new Command('list'), ['table', 'json'])
    .description('list statements, newest first')
    .option('--phase <phase>', 'only these, for example RUNNING')
    .option('--pool <id>', 'only those of this compute pool')
    .option('--search <text>', 'only those with this in their name')
    .option('--label <key=value>', 'only those with this label')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 100_000), 100)
    .action(async (options: Common & { phase?: string; pool?: string; search?: string; label?: string; limit: number }) => {
      const api = await openApi(options, terminal)
      const found = await api.listStatements(options)
      if (options.format === 'json') return terminal.out(JSON.stringify(found, undefined, 2))
      terminal.out(renderTable(['created', 'name', 'phase', 'kind', 'pool', 'statement'], found.map(listRow), { terminalWidth: terminal.width() }, 'No statements.'))
      if (found.length === options.limit) terminal.note(`There may be more than ${options.limit}: --limit N shows more.`)
    }), 'headgate statement list', 'headgate statement list --phase running --search totals'))

  add(withFormat(new Command('describe'), ['table', 'json'])
    .description('show everything about a statement')
    .argument('<name>')
    .action(async (name: string, options: Common) => {
      const api = await openApi(options, terminal)
      const statement = await api.readStatement(name)
      if (options.format === 'json') return terminal.out(JSON.stringify(statement, undefined, 2))
      const events = await api.listEvents(name)
      terminal.out(describeStatement(statement, events.slice(-5)))
    }))

  add(withExamples(new Command('stop')
    .description('stop a running statement with a savepoint')
    .argument('<name>')
    .option('--no-wait', 'do not wait until it is stopped')
    .option('--timeout <seconds>', 'wait at most so long', wholeNumber(1, 100_000), 300)
    .action(async (name: string, options: Common & { wait: boolean; timeout: number }) => {
      const api = await openApi(options, terminal)
      const statement = await waitForPhase(api, terminal, await api.setStopped(name, true), ['STOPPED', 'COMPLETED', 'FAILED'], options)
      terminal.out(`${name} is ${statement.status.phase}`)
    }), 'headgate statement stop totals', 'headgate statement resume totals'))

  add(withExamples(new Command('resume')
    .description('resume a stopped statement, from where it stopped or from a chosen snapshot')
    .argument('<name>')
    .option('--from <snapshot>', 'go on from this snapshot of it: what it did since then it does again')
    .option('--no-wait', 'do not wait until it is running')
    .option('--timeout <seconds>', 'wait at most so long', wholeNumber(1, 100_000), 300)
    .action(async (name: string, options: Common & { from?: string; wait: boolean; timeout: number }) => {
      const api = await openApi(options, terminal)
      const resumed = options.from === undefined ? await api.setStopped(name, false) : await api.snapshots.restore(name, await findSnapshotId(api.snapshots, options.from))
      const statement = await waitForPhase(api, terminal, resumed, ['RUNNING', 'COMPLETED', 'FAILED'], options)
      terminal.out(`${name} is ${statement.status.phase}`)
    }), 'headgate statement resume totals', 'headgate statement resume totals --from 5f0c2a8e'))

  add(new Command('delete')
    .description('end a statement and delete it; its snapshots stay for the time that the snapshot policy says (a week without one)')
    .argument('<names...>')
    .action(async (names: string[], options: Common) => {
      const api = await openApi(options, terminal)
      for (const name of names) {
        const kept = await keptSnapshots(api.snapshots, name)
        await api.deleteStatement(name)
        terminal.out(`${name} is being deleted${kept}`)
      }
    }))

  add(withExamples(new Command('logs')
    .description('show the last lines of the Flink processes of its pool')
    .argument('<name>')
    .addOption(new Option('--role <role>', 'only these processes').choices(['jobmanager', 'gateway', 'taskmanager']))
    .option('--tail-bytes <n>', 'so much of each log', wholeNumber(1, 1_048_576), 16_384)
    .action(async (name: string, options: Common & { role?: 'jobmanager' | 'gateway' | 'taskmanager'; tailBytes: number }) => {
      const api = await openApi(options, terminal)
      const logs = await api.readLogs(name, { role: options.role, tail_bytes: options.tailBytes })
      if (logs.length === 0) return terminal.note('No logs: the pool has had no processes lately.')
      for (const log of logs) terminal.out(`==> ${log.role} ${log.worker_id} <==\n${log.text.trimEnd()}\n`)
    }), 'headgate statement logs totals --role taskmanager'))

  add(withFormat(new Command('exceptions'), ['table', 'json'])
    .description('show its ten newest exceptions')
    .argument('<name>')
    .action(async (name: string, options: Common) => {
      const api = await openApi(options, terminal)
      const found = await api.listExceptions(name)
      if (options.format === 'json') return terminal.out(JSON.stringify(found, undefined, 2))
      if (found.length === 0) return terminal.note('No exceptions.')
      for (const exception of found) terminal.out(`${exception.timestamp}  ${exception.name}\n${exception.message.trimEnd()}\n`)
    }))

  add(withFormat(new Command('events'), ['table', 'json'])
    .description('show what happened to it, oldest first')
    .argument('<name>')
    .action(async (name: string, options: Common) => {
      const api = await openApi(options, terminal)
      const found = await api.listEvents(name)
      if (options.format === 'json') return terminal.out(JSON.stringify(found, undefined, 2))
      terminal.out(renderTable(['at', 'type', 'reason', 'message'], found.map((event) => [event.at, event.type, event.reason, event.message]), { terminalWidth: undefined }, 'No events.'))
    }))

  add(withExamples(new Command('resolve')
    .description('decide about a statement that is parked: Headgate does not know whether it ended, or finds no state to start from')
    .argument('<name>')
    .addArgument(new Argument('<choice>', 'run-again: from its newest state, or from the beginning when it never had any; treat-as-complete: it is done; start-empty: give up its state').choices(['run-again', 'treat-as-complete', 'start-empty']))
    .action(async (name: string, choice: 'run-again' | 'treat-as-complete' | 'start-empty', options: Common) => {
      const api = await openApi(options, terminal)
      const statement = await api.resolveStatement(name, choice)
      terminal.out(`${statement.name}: ${choice}`)
    }), 'headgate statement describe totals', 'headgate statement resolve totals run-again'))
  return group
}

const listRow = (statement: Statement): string[] => [
  statement.metadata.created_at.slice(0, 19).replace('T', ' '),
  statement.name,
  statement.status.scaling_status?.scaling_state === 'POOL_EXHAUSTED' && statement.status.phase === 'PENDING' ? 'PENDING (pool full)' : statement.status.phase,
  statement.status.traits?.sql_kind ?? '',
  statement.spec.compute_pool_id,
  statement.spec.statement.replaceAll(/\s+/g, ' ').trim().slice(0, 200),
]
