import { randomInt } from 'node:crypto'
import { readArguments } from './simulation/cli/read-arguments.ts'
import { runCommand } from './simulation/cli/run-command.ts'

const command = readArguments(process.argv.slice(2), () => randomInt(1, 2 ** 31))
process.exitCode = await runCommand(command, { write: (line) => void process.stdout.write(`${line}\n`), nowMs: () => Date.now() })
