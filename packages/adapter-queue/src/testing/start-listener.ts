import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A process that listens for pools. */
export interface ListenerProcess {
  /** The looks so far, in the order in which they began. */
  begun: readonly { id: string; atMs: number }[]
  /** Ids of those that ended. */
  done: readonly string[]
  /** What it logged. */
  said: readonly string[]
  /** Lets it wake a key. */
  wake(id: string): void
  kill9(): Promise<void>
}

export interface ListenerOptions {
  url: string
  prefix: string
  /** Default: 1. */
  concurrency?: number
  /** How long it looks at a key; default: no time. */
  lookMs?: number
  /** Added to its environment. */
  env?: NodeJS.ProcessEnv
  /** Called when a look begins, with the time of `monotonicMs`. */
  onBegun?(id: string, atMs: number): void
}

/** Starts a process that listens for pools, and resolves when it does. It ends with its parent. */
export async function startListener({ url, prefix, concurrency = 1, lookMs = 0, env, onBegun }: ListenerOptions): Promise<ListenerProcess> {
  const words = [url, prefix, String(concurrency), String(lookMs)]
  const child = fork(fileURLToPath(new URL('listener-process.ts', import.meta.url)), words, { env: { ...process.env, ...env }, execArgv: [] })
  const begun: { id: string; atMs: number }[] = []
  const done: string[] = []
  const said: string[] = []
  // What it had sent may come after its exit.
  const gone = Promise.all([new Promise<void>((resolve) => child.once('exit', () => resolve())), new Promise<void>((resolve) => child.once('disconnect', () => resolve()))])
  const listening = new Promise<void>((resolve) => {
    child.on('message', (message: { listening?: true; begun?: string; atMs?: number; done?: string; said?: string }) => {
      if (message.listening === true) resolve()
      if (message.begun !== undefined) {
        const look = { id: message.begun, atMs: message.atMs ?? 0 }
        begun.push(look)
        onBegun?.(look.id, look.atMs)
      }
      if (message.done !== undefined) done.push(message.done)
      if (message.said !== undefined) said.push(message.said)
    })
  })
  await Promise.race([listening, gone.then(() => Promise.reject(new Error('The listener ended before it listened.')))])
  return {
    begun,
    done,
    said,
    wake: (id) => void child.send({ wake: id }),
    async kill9() {
      child.kill('SIGKILL')
      await gone
    },
  }
}
