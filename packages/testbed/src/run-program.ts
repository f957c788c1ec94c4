import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'

/** How a program ended. */
export interface ProgramEnd {
  /** Undefined: ended by a signal, or never started. */
  code: number | undefined
  stdout: string
  stderr: string
  timedOut: boolean
}

export interface ProgramOptions {
  /** It is killed after this. */
  timeoutMs: number
  cwd?: string
  env?: NodeJS.ProcessEnv
  /** Its standard input: a text, or what a file holds. Default: nothing. */
  input?: string | { file: string }
}

/** Runs a program to its end. After `timeoutMs` it is killed. */
export async function runProgram(program: string, words: readonly string[], options: ProgramOptions): Promise<ProgramEnd> {
  const { input } = options
  const file = typeof input === 'object' ? openSync(input.file, 'r') : undefined
  const child = spawn(program, words, { cwd: options.cwd, env: options.env ?? process.env, stdio: [file ?? (input === undefined ? 'ignore' : 'pipe'), 'pipe', 'pipe'] })
  if (file !== undefined) closeSync(file)
  // A program that ends without reading its input is judged by its end.
  child.stdin?.on('error', () => undefined)
  if (typeof input === 'string') child.stdin?.end(input)
  const end: ProgramEnd = { code: undefined, stdout: '', stderr: '', timedOut: false }
  child.stdout?.on('data', (chunk: Buffer) => void (end.stdout += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => void (end.stderr += chunk.toString()))
  const timer = setTimeout(() => {
    end.timedOut = true
    child.kill('SIGKILL')
  }, options.timeoutMs)
  try {
    await new Promise<void>((resolve) => {
      child.once('error', (error) => {
        end.stderr += error.message
        resolve()
      })
      child.once('close', (code) => {
        end.code = code ?? undefined
        resolve()
      })
    })
  } finally {
    clearTimeout(timer)
  }
  return end
}

/** As `runProgram`, but a bad end is thrown, with the last lines of what was printed. */
export async function runProgramOrThrow(program: string, words: readonly string[], options: ProgramOptions): Promise<string> {
  const end = await runProgram(program, words, options)
  if (end.code === 0) return end.stdout
  const why = end.timedOut ? `took longer than ${options.timeoutMs} ms` : `ended with ${end.code ?? 'a signal'}`
  throw new Error(`${program} ${words.slice(0, 3).join(' ')} ${why}:\n${`${end.stdout}\n${end.stderr}`.trim().slice(-3_000)}`)
}
