import { parseArgs } from 'node:util'
import { crashes, product, storage } from './subjects.ts'
import type { Subject } from './subjects.ts'

/** What the command was asked for. */
export type Command =
  | { kind: 'one'; subject: Subject; seed: number; steps: number; trace: boolean }
  | { kind: 'range'; subject: Subject; from: number; to: number; steps: number }
  | { kind: 'soak'; subject: Subject; minutes: number; from: number; steps: number }
  | { kind: 'help' }
  | { kind: 'problem'; message: string }

export const usage = `Runs the product on a simulated world that a seed repeats.

  npx pnpm@12 sim --seed N [--steps N] [--trace]   one run; --trace tells its whole story
  npx pnpm@12 sim --seeds FROM..TO [--steps N]     each seed of a range, up to the first failure
  npx pnpm@12 sim --soak MINUTES [--steps N]       new seeds until the time is over

  --storage   random histories of the storage of snapshots, over days, instead
  --crashes   one story of them, and a process that dies before (after) the call that the seed is the number of: --seeds 1..3000 are all

Steps are ${product.steps} unless you say otherwise, with --storage ${storage.steps}. A failure ends with the one command that repeats it.`

/** Reads the words after the command's name; `freshSeed` is where a soak begins. */
export function readArguments(words: readonly string[], freshSeed: () => number): Command {
  const problem = (message: string): Command => ({ kind: 'problem', message })
  let values
  try {
    values = parseArgs({
      args: words.filter((word) => word !== '--'),
      options: {
        seed: { type: 'string' }, seeds: { type: 'string' }, soak: { type: 'string' }, steps: { type: 'string' },
        trace: { type: 'boolean' }, storage: { type: 'boolean' }, crashes: { type: 'boolean' }, help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    return problem(error instanceof Error ? error.message : String(error))
  }
  if (values.help === true) return { kind: 'help' }
  if (values.crashes === true && (values.storage === true || values.steps !== undefined)) return problem('--crashes has steps of its own.')
  const subject = values.crashes === true ? crashes : values.storage === true ? storage : product
  const steps = values.steps === undefined ? subject.steps : readWhole(values.steps)
  if (steps === undefined || steps < 1) return problem('--steps wants a whole number of at least 1.')
  if ([values.seed, values.seeds, values.soak].filter((each) => each !== undefined).length !== 1) return problem('Say one of --seed, --seeds and --soak.')
  if (values.seed !== undefined) {
    const seed = readWhole(values.seed)
    return seed === undefined ? problem('--seed wants a whole number.') : { kind: 'one', subject, seed, steps, trace: values.trace ?? false }
  }
  if (values.seeds !== undefined) {
    const [from, to] = values.seeds.split('..').map(readWhole)
    return from === undefined || to === undefined || to < from ? problem('--seeds wants FROM..TO, for example 1..2000.') : { kind: 'range', subject, from, to, steps }
  }
  const minutes = Number(values.soak)
  return minutes > 0 ? { kind: 'soak', subject, minutes, from: freshSeed(), steps } : problem('--soak wants a number of minutes.')
}

const readWhole = (text: string): number | undefined => (/^\d{1,15}$/.test(text) ? Number(text) : undefined)
