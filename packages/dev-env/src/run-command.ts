import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** A program that runs while the instance is up. */
export interface RunningCommand {
  /** Its exit code; 128 + the signal's number when a signal ended it; 127 when it could not be started. */
  exitCode: Promise<number>
  kill(signal: NodeJS.Signals): void
}

/** Starts COMMAND with our terminal and `env` added to the user's environment. */
export function runCommand(command: readonly string[], env: Record<string, string | undefined>): RunningCommand {
  const [program = '', ...args] = command
  const child = spawn(program, args, { stdio: 'inherit', env: env as NodeJS.ProcessEnv })
  const exitCode = new Promise<number>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      process.stderr.write(`${program} could not be started: ${error.code === 'ENOENT' ? 'there is no such program' : error.message}.\n`)
      resolve(error.code === 'EACCES' ? 126 : 127)
    })
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
  })
  return { exitCode, kill: (signal) => void child.kill(signal) }
}
