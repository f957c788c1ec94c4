import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { benchmarks } from './benchmarks/index.ts'
import { readArguments } from './read-arguments.ts'

const asked = readArguments(process.argv.slice(2), benchmarks.map(({ name }) => name))
if (typeof asked === 'string') {
  process.stderr.write(`${asked}\n`)
  process.exit(2)
}
if (asked.list) {
  process.stdout.write(benchmarks.map(({ name, title }) => `${name.padEnd(13)}${title}\n`).join(''))
} else {
  const chosen = benchmarks.filter(({ name }) => asked.names.length === 0 ? name === 'pure' : asked.names.includes(name))
  const [load = 0] = loadavg()
  process.stdout.write(`${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 1024 ** 3)} GiB, load ${load.toFixed(1)} before\n`)
  for (const benchmark of chosen) {
    const text = await benchmark.run({ rounds: asked.rounds, statements: asked.statements, onProgress: (line) => void process.stderr.write(`${benchmark.name}: ${line}\n`) })
    process.stdout.write(`\n${text}\n`)
  }
  process.exit(0)
}
