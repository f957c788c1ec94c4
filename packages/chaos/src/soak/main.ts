import { parseArgs } from 'node:util'
import { runSoak } from './run-soak.ts'

const help = `The soak: statements on real Flink with their state on a real S3 server are started, stopped, restored, forked, drilled, exported and deleted, while
processes of Headgate, of Flink and the store are killed. At the end the store holds what the report says, to the byte, and nothing else.

  pnpm soak                  for an hour
  pnpm soak --minutes N
  pnpm soak --seed N         draws the acts and strikes; what comes of them is not repeatable
`

process.exitCode = await main(process.argv.slice(2).filter((word) => word !== '--'))

/** Exit codes: 0 all was well, 1 it was not, 2 wrong usage, 130 ended by a signal. */
async function main(words: string[]): Promise<number> {
  let values
  try {
    ;({ values } = parseArgs({ args: words, options: { minutes: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' }, help: { type: 'boolean', short: 'h' } } }))
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error))
  }
  if (values.help === true) {
    process.stdout.write(help)
    return 0
  }
  const minutes = Number(values.minutes)
  const seed = Number(values.seed)
  if (!(minutes > 0) || !Number.isInteger(seed)) return refuse('--minutes takes a number above 0, --seed a whole number.')
  const ended = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => ended.abort())
  const { problems, counts } = await runSoak({ minutes, seed, signal: ended.signal, say: (text) => process.stdout.write(`${text}\n`) })
  process.stdout.write(`\n${[...counts].toSorted(([one], [other]) => one.localeCompare(other)).map(([what, count]) => `${String(count).padStart(6)}  ${what}`).join('\n')}\n\n`)
  process.stdout.write(problems.length === 0 ? 'All was well.\n' : `${problems.map((problem) => `PROBLEM  ${problem}`).join('\n')}\n${problems.length} problems\n`)
  // What was under way then is not waited for.
  if (ended.signal.aborted) process.exit(130)
  return problems.length === 0 ? 0 : 1
}

function refuse(problem: string): number {
  process.stderr.write(`${problem}\n\n${help}`)
  return 2
}
