import { parseArgs } from 'node:util'

export interface BenchArguments {
  list: boolean
  /** Names of benchmarks; none: the ones that need no processes. */
  names: string[]
  rounds: number | undefined
}

/** Reads the command line; a text comes back instead when it cannot be understood. */
export function readArguments(args: string[], known: readonly string[]): BenchArguments | string {
  try {
    const { values, positionals } = parseArgs({ args: args.filter((arg) => arg !== '--'), allowPositionals: true, options: { list: { type: 'boolean' }, rounds: { type: 'string' } } })
    const unknown = positionals.find((name) => !known.includes(name))
    if (unknown !== undefined) return `There is no benchmark '${unknown}'. There are: ${known.join(', ')}.`
    if (values.rounds !== undefined && !/^[1-9]\d{0,4}$/.test(values.rounds)) return `--rounds takes a number from 1, not '${values.rounds}'.`
    return { list: values.list === true, names: positionals, rounds: values.rounds === undefined ? undefined : Number(values.rounds) }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
