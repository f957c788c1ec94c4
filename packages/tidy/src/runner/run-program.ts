import { spawn } from 'node:child_process'

/** How a program ended. */
export interface ProgramEnd {
  /** Undefined: ended by a signal. */
  code: number | undefined
  timedOut: boolean
  /** The last part of what it printed, both streams. */
  tail: string
}

const TAIL_MAX_CHARACTERS = 20_000

/**
 * Runs a program in its own process group, hands its output on if `echo` (without what `hide` matches), and ends the whole group when it is over or after `timeoutMs`, so that
 * nothing a test started outlives it.
 */
export async function runProgram(program: string, words: readonly string[], options: { cwd: string; env?: NodeJS.ProcessEnv; timeoutMs: number; echo: boolean; hide?: RegExp }): Promise<ProgramEnd> {
  const child = spawn(program, words, { cwd: options.cwd, env: options.env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let tail = ''
  let timedOut = false
  const keep = (stream: NodeJS.WriteStream) => (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-TAIL_MAX_CHARACTERS)
    if (options.echo) stream.write(options.hide === undefined ? chunk : chunk.toString().replace(options.hide, ''))
  }
  child.stdout.on('data', keep(process.stdout))
  child.stderr.on('data', keep(process.stderr))
  const endGroup = (signal: NodeJS.Signals) => {
    if (child.pid === undefined) return
    try {
      process.kill(-child.pid, signal)
    } catch {
      // The group is gone already.
    }
  }
  const interrupted = () => endGroup('SIGTERM')
  process.once('SIGINT', interrupted)
  process.once('SIGTERM', interrupted)
  const timer = setTimeout(() => {
    timedOut = true
    endGroup('SIGTERM')
    setTimeout(() => endGroup('SIGKILL'), 10_000).unref()
  }, options.timeoutMs)
  try {
    const code = await new Promise<number | undefined>((resolve) => {
      child.once('error', (error) => {
        tail += error.message
        resolve(undefined)
      })
      child.once('exit', (exitCode) => resolve(exitCode ?? undefined))
    })
    return { code, timedOut, tail }
  } finally {
    clearTimeout(timer)
    process.removeListener('SIGINT', interrupted)
    process.removeListener('SIGTERM', interrupted)
    endGroup('SIGKILL')
    child.stdout.destroy()
    child.stderr.destroy()
  }
}
