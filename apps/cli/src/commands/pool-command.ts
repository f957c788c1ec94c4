import { Command } from 'commander'
import type { ComputePool } from '../api/api.ts'
import { renderTable } from '../output/table.ts'
import type { Terminal } from '../terminal.ts'
import { openApi, withConnection, withExamples, withFormat } from './context.ts'
import { wholeNumber } from './numbers.ts'

interface Common {
  connection?: string
  format?: 'table' | 'json'
}

/** `headgate pool …`. */
export function poolCommand(terminal: Terminal): Command {
  const group = new Command('pool').description('list, create and delete compute pools')
  const add = (command: Command) => group.addCommand(withConnection(command))
  const show = (pools: ComputePool[], format: string | undefined) =>
    terminal.out(format === 'json' ? JSON.stringify(pools, undefined, 2) : renderTable(['id', 'name', 'phase', 'cfu', 'max cfu', 'type', 'default', 'region', 'created'], pools.map(row), { terminalWidth: terminal.width(), alignRight: [false, false, false, true, true] }, 'No compute pools.'))

  add(withFormat(new Command('list'), ['table', 'json'])
    .description('list the compute pools of the environment')
    .action(async (options: Common) => show(await (await openApi(options, terminal)).listPools(), options.format)))

  add(withExamples(withFormat(new Command('create'), ['table', 'json'])
    .description('create a compute pool: a budget of CFU (task slots) that runs statements')
    .argument('<name>')
    .option('--max-cfu <n>', 'CFU at most', wholeNumber(1, 1_000), 10)
    .option('--dedicated', 'a Flink cluster for each INSERT: none is hurt by another, at about 1 GiB and some 15 to 25 s more each; cannot be changed later')
    .action(async (name: string, options: Common & { maxCfu: number; dedicated?: boolean }) =>
      show([await (await openApi(options, terminal)).createPool({ name, maxCfu: options.maxCfu, ...(options.dedicated ? { type: 'DEDICATED' } : {}) })], options.format)),
  'headgate pool create reports --max-cfu 4', 'headgate pool create payments --max-cfu 8 --dedicated'))

  add(withFormat(new Command('describe'), ['table', 'json'])
    .description('show a compute pool')
    .argument('<id>')
    .action(async (id: string, options: Common) => show([await (await openApi(options, terminal)).readPool(id)], options.format)))

  add(new Command('delete')
    .description('delete a compute pool in which no statement lives')
    .argument('<id>')
    .action(async (id: string, options: Common) => {
      await (await openApi(options, terminal)).deletePool(id)
      terminal.out(`${id} is being deleted`)
    }))
  return group
}

const row = (pool: ComputePool): string[] => [
  pool.id, pool.spec.display_name, pool.status.phase, String(pool.status.current_cfu), String(pool.spec.max_cfu), pool.spec.type === 'DEDICATED' ? 'dedicated' : 'shared', pool.spec.default_pool ? 'yes' : '', `${pool.spec.cloud} ${pool.spec.region}`,
  pool.metadata.created_at.slice(0, 19).replace('T', ' '),
]
