import { parseArgs } from 'node:util'

export interface BenchArguments {
  list: boolean
  /** Names of benchmarks; none: the ones that need no processes. */
  names: string[]
  rounds: number | undefined
  /** For `idle`: how many are started; fewer than it would take by itself on a machine that is busy. */
  statements: number | undefined
}

/** Reads the command line; a text comes back instead when it cannot be understood. */
export function readArguments(args: string[], known: readonly string[]): BenchArguments | string {
  try {
    const { values, positionals } = parseArgs({ args: args.filter((arg) => arg !== '--'), allowPositionals: true, options: { list: { type: 'boolean' }, rounds: { type: 'string' }, statements: { type: 'string' } } })
    const unknown = positionals.find((name) => !known.includes(name))
    if (unknown !== undefined) return `There is no benchmark '${unknown}'. There are: ${known.join(', ')}.`
    const wrong = (['rounds', 'statements'] as const).find((name) => values[name] !== undefined && !/^[1-9]\d{0,4}$/.test(values[name]))
    if (wrong !== undefined) return `--${wrong} takes a number from 1, not '${values[wrong]}'.`
    const numberOf = (text: string | undefined) => (text === undefined ? undefined : Number(text))
    return { list: values.list === true, names: positionals, rounds: numberOf(values.rounds), statements: numberOf(values.statements) }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
