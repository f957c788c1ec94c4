import { spawn } from 'node:child_process'

/** How a command ended. */
export interface CommandOutcome {
  /** Undefined: it could not be started. */
  code: number | undefined
  /** What it wrote, both streams in their order; the last part of it. */
  output: string
}

const outputMax = 256 * 1024

/** Runs a command to its end. Never throws. */
export function runCommand(command: string, args: string[], options: { cwd?: string; env?: Record<string, string | undefined>; onLine?: (line: string) => void } = {}): Promise<CommandOutcome> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: options.cwd, env: { ...process.env, ...options.env } })
    let output = ''
    let pending = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-outputMax)
        const lines = (pending + text).split('\n')
        pending = lines.pop() ?? ''
        if (options.onLine !== undefined) lines.forEach(options.onLine)
      })
    }
    child.once('error', (error) => resolve({ code: undefined, output: error.message }))
    child.once('close', (code) => resolve({ code: code ?? 255, output }))
  })
}
