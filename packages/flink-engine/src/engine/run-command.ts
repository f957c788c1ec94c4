import { spawn } from 'node:child_process'

export interface CommandOutcome {
  /** Undefined: the command could not be started. */
  code: number | undefined
  stdout: string
  stderr: string
}

const outputMax = 1024 * 1024

/** Runs a command to its end. Never throws; `onLine` gets each line of its output as it comes. */
export function runCommand(command: string, args: string[], options: { onLine?: (line: string) => void; signal?: AbortSignal } = {}): Promise<CommandOutcome> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], signal: options.signal })
    const outcome: CommandOutcome = { code: undefined, stdout: '', stderr: '' }
    let pending = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      outcome.stdout = (outcome.stdout + text).slice(-outputMax)
      if (options.onLine === undefined) return
      const lines = (pending + text).split('\n')
      pending = lines.pop() ?? ''
      lines.forEach(options.onLine)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      outcome.stderr = (outcome.stderr + text).slice(-outputMax)
    })
    child.once('error', (error) => resolve({ ...outcome, stderr: error.message }))
    child.once('close', (code) => resolve({ ...outcome, code: code ?? 255 }))
  })
}
