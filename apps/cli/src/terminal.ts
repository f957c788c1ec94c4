import { randomBytes } from 'node:crypto'

/** Where a command reads and writes; tests bring their own. */
export interface Terminal {
  out(text: string): void
  /** For people: goes to stderr, so that stdout can be piped. */
  note(text: string, transient?: boolean): void
  /** Columns to fit into; undefined in a pipe. */
  width(): number | undefined
  env: Record<string, string | undefined>
  directory: string
  nowMs(): number
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>
  makeName(): string
}

export function createTerminal(): Terminal {
  let isTransientShown = false
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    note(text, transient = false) {
      const isTty = process.stderr.isTTY
      if (isTransientShown) process.stderr.write('\r\u001b[2K')
      isTransientShown = false
      if (!transient) process.stderr.write(`${text}\n`)
      else if (isTty && text !== '') {
        process.stderr.write(text.slice(0, Math.max(20, (process.stderr.columns ?? 80) - 1)))
        isTransientShown = true
      }
    },
    width: () => (process.stdout.isTTY ? process.stdout.columns : undefined),
    env: process.env,
    directory: process.cwd(),
    nowMs: () => Date.now(),
    sleep: (delayMs, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const timer = setTimeout(done, delayMs)
        function done(): void {
          clearTimeout(timer)
          signal?.removeEventListener('abort', done)
          resolve()
        }
        signal?.addEventListener('abort', done)
      }),
    makeName: () => `cli-${new Date().toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}-${randomBytes(3).toString('hex')}`,
  }
}
