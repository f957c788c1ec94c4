import { parseArgs } from 'node:util'
import { bugs } from './bugs/index.ts'
import type { PlantedBug } from './planted-bug.ts'

/** What the command was asked for. */
export type PlantCommand =
  | { kind: 'hunt'; bugs: readonly PlantedBug[]; range: { from: number; to: number } | undefined; steps: number | undefined; processes: number }
  | { kind: 'list' }
  | { kind: 'help' }
  | { kind: 'problem'; message: string }

export const plantUsage = `Plants bugs into the code, one at a time, and sees that the simulation finds each.

  npx pnpm@12 sim:plants [NAME…]           all, or these; the seed that is known to find it first, then 1..60 (of bugs of the storage of snapshots 1..600)
  npx pnpm@12 sim:plants --seeds FROM..TO  these seeds in order, to see how many it takes
  npx pnpm@12 sim:plants --list            their names and what they break

  --steps N      steps of a run; 300 (30) unless you say otherwise
  --processes N  hunts at once; 2 unless you say otherwise`

/** Reads the words after the command's name. */
export function readPlantArguments(words: readonly string[]): PlantCommand {
  const problem = (message: string): PlantCommand => ({ kind: 'problem', message })
  let parsed
  try {
    parsed = parseArgs({
      args: words.filter((word) => word !== '--'),
      allowPositionals: true,
      options: { seeds: { type: 'string' }, steps: { type: 'string' }, processes: { type: 'string' }, list: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    })
  } catch (error) {
    return problem(error instanceof Error ? error.message : String(error))
  }
  const { values, positionals } = parsed
  if (values.help === true) return { kind: 'help' }
  if (values.list === true) return { kind: 'list' }
  const unknown = positionals.find((name) => !bugs.some((bug) => bug.name === name))
  if (unknown !== undefined) return problem(`There is no planted bug '${unknown}': --list tells their names.`)
  const [from, to] = (values.seeds ?? '1..1').split('..').map(readWhole)
  if (from === undefined || to === undefined || to < from) return problem('--seeds wants FROM..TO, for example 1..60.')
  const steps = values.steps === undefined ? undefined : readWhole(values.steps)
  const processes = readWhole(values.processes ?? '2')
  if ((values.steps !== undefined && (steps === undefined || steps < 1)) || processes === undefined || processes < 1) return problem('--steps and --processes want whole numbers of at least 1.')
  const wanted = positionals.length === 0 ? bugs : bugs.filter((bug) => positionals.includes(bug.name))
  return { kind: 'hunt', bugs: wanted, range: values.seeds === undefined ? undefined : { from, to }, steps, processes }
}

const readWhole = (text: string): number | undefined => (/^\d{1,9}$/.test(text) ? Number(text) : undefined)
