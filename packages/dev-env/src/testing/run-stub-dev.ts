/** `headgate dev` with stub parts, as a program of its own for tests: arguments are the data directory, the port, then COMMAND. */
import { runDev } from '../run-dev.ts'
import { stubParts } from './stub-parts.ts'

const [dataDirectory = '', port = '0', ...rest] = process.argv.slice(2)
const reset = rest[0] === '--reset'
const command = reset ? rest.slice(1) : rest
const mode = process.env['STUB_MODE']
process.exitCode = await runDev({ dataDirectory, port: Number(port), reset, command, childEnv: mode === undefined ? {} : { STUB_MODE: mode } }, stubParts)
