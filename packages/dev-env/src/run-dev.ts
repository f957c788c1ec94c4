import { connectionEnvironment } from './connection.ts'
import type { Dev, DevOptions, DevParts } from './dev-options.ts'
import { countInterrupts } from './interrupts.ts'
import { exitCodeOf, exitCodes } from './problem.ts'
import { createProgressWriter } from './progress-writer.ts'
import { watchLauncher } from './process/watch-launcher.ts'
import { runCommand } from './run-command.ts'
import type { RunningCommand } from './run-command.ts'
import { startDev } from './start-dev.ts'

export interface RunDevOptions extends Omit<DevOptions, 'onProgress' | 'onFailure' | 'signal'> {
  /** Run when ready; then everything stops. */
  command?: readonly string[]
}

/**
 * `headgate dev` in a terminal: starts everything, prints the banner, and stops on Ctrl-C (or SIGTERM, SIGHUP) or when COMMAND ends. The first
 * Ctrl-C stops gracefully, the second skips the savepoints, the third kills. Returns the exit code: COMMAND's own, 0 after a stop that was asked
 * for, else one of `exitCodes`. Progress goes to stderr, the banner to stdout (or nowhere, when stdout belongs to COMMAND).
 */
export async function runDev(options: RunDevOptions, parts: DevParts): Promise<number> {
  const progress = createProgressWriter(process.stderr)
  // A closed pipe (`dev | head`) must not end us before Flink and Postgres are stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  const abort = new AbortController()
  let instance: Dev | undefined
  let command: RunningCommand | undefined
  let presses = 0
  let failure: { message: string; detail?: string } | undefined
  const stopped = Promise.withResolvers<void>()

  const interrupts = countInterrupts((count, signal) => {
    presses = count
    if (instance === undefined) {
      abort.abort()
      if (count === 1) progress.line('Stopping what has been started')
      if (count >= 3) process.exit(exitCodes.interrupted)
      return
    }
    // COMMAND shares our terminal and saw a Ctrl-C itself; other signals are passed on.
    if (command !== undefined && count === 1 && signal !== 'SIGINT') command.kill(signal)
    if (command !== undefined && count >= 2) command.kill('SIGKILL')
    void instance.stop(count === 1 ? 'graceful' : count === 2 ? 'without-savepoints' : 'kill')
    if (count >= 3) void instance.killEverything()
  })

  const unwatch = watchLauncher(() => {
    // When it went by a Ctrl-C that we saw too, this must not count as the second one.
    if (presses > 0) return
    progress.line('The npx or pnpm that started this has ended')
    process.emit('SIGTERM', 'SIGTERM')
  })

  try {
    const started = await startDev(
      { ...options, signal: abort.signal, onProgress: (line, transient) => progress.line(line, transient), onFailure: (found) => (failure = found) },
      parts,
    )
    if (!started.ok) {
      progress.end()
      process.stderr.write(`${started.message}\n`)
      if (started.detail !== undefined && exitCodeOf(started) === exitCodes.failure) process.stderr.write(`${indent(started.detail)}\n`)
      return exitCodeOf(started)
    }
    instance = started.value
    void instance.ended.then(() => stopped.resolve())
    progress.end()
    if (options.command === undefined || options.command.length === 0) {
      process.stdout.write(`${instance.banner}\n`)
    } else {
      progress.line(`Ready: ${instance.connection.endpoint}`)
      command = runCommand(options.command, { ...(options.env ?? process.env), ...connectionEnvironment(instance.connection), HEADGATE_CONNECTION_FILE: `${instance.dataDirectory}/connection.json` })
    }
    const code = command === undefined ? undefined : await Promise.race([command.exitCode, stopped.promise.then(() => undefined)])
    if (command !== undefined) await instance.stop('graceful')
    await stopped.promise
    progress.end()
    if (failure !== undefined) {
      process.stderr.write(`${failure.message}\n${failure.detail === undefined ? '' : `${indent(failure.detail)}\n`}`)
      return exitCodes.failure
    }
    command?.kill('SIGKILL')
    if (code !== undefined) return code
    return presses >= 3 ? exitCodes.interrupted : 0
  } finally {
    unwatch()
    interrupts.close()
  }
}

const indent = (text: string): string => text.split('\n').slice(-15).map((line) => `  ${line}`).join('\n')
