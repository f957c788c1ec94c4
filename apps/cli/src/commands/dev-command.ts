import { resolve } from 'node:path'
import { Command } from 'commander'
import { withExamples } from './context.ts'
import { wholeNumber } from './numbers.ts'

/** `headgate dev`. */
export function devCommand(): Command {
  const command = new Command('dev')
    .description('bring up the whole of Headgate on this machine: Postgres, API, controller and Flink; Ctrl-C stops it')
    .option('--data-dir <dir>', 'where everything lives', '.headgate')
    .option('--port <n>', 'port of the API; 0 takes any free one (default: 8282)', wholeNumber(0, 65_535))
    .option('--store <uri>', 'where checkpoints, savepoints and table files lie: s3://bucket/prefix (default: HEADGATE_STORE, else the data directory)')
    .option('--reset', 'throw the data directory away and start over')
    .argument('[command...]', 'run COMMAND when ready, with HEADGATE_* in its environment; then stop and exit with its code')
    .passThroughOptions()
    .action(async (words: string[], options: { dataDir: string; port?: number; store?: string; reset?: boolean }) => {
      const { runDev } = await import('@headgate/dev-env')
      process.exitCode = await runDev({ dataDirectory: resolve(options.dataDir), port: options.port, store: options.store, reset: options.reset, command: words })
    })
    .addHelpText('after', `
Ctrl-C (or SIGTERM) suspends running INSERT statements with a savepoint; they go on at the next start. Again: without savepoints. A third time: kills.

Exit codes: 0 stopped as asked, COMMAND's own, 1 failure, 2 wrong usage, 3 Java or Maven missing, 4 port taken or a second instance on the
same directory, 5 no network or store, 6 disk full, 7 data directory of another version, 130 interrupted.`)
  return withExamples(command, 'headgate dev', 'headgate dev --port 0 --data-dir ./try', 'headgate dev -- pytest tests/')
}
