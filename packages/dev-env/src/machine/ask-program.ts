import { execFile } from 'node:child_process'

/** What a program says of itself (both streams), or undefined when it does not run: it is not there, is no program, or takes too long. */
export function askProgram(command: string, words: string[], env: Record<string, string | undefined>, timeoutMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    try {
      execFile(command, words, { timeout: timeoutMs, env: env as NodeJS.ProcessEnv }, (error, stdout, stderr) => resolve(error ? undefined : `${stderr}\n${stdout}`))
    } catch {
      // A path through a file that is no directory makes the spawn itself throw.
      resolve(undefined)
    }
  })
}
