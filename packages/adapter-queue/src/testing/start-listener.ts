import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A process that listens for pools. */
export interface ListenerProcess {
  /** The ids of all looks so far, in the order in which they began. */
  begun: readonly string[]
  done: readonly string[]
  /** What it logged. */
  said: readonly string[]
  wake(id: string): void
  kill9(): Promise<void>
}

/** Starts a process that listens, see `listener-process.ts`, and resolves when it does. It ends with its parent. */
export async function startListener(url: string, prefix: string, env: NodeJS.ProcessEnv = {}): Promise<ListenerProcess> {
  const child = fork(fileURLToPath(new URL('listener-process.ts', import.meta.url)), [url, prefix], { env: { ...process.env, ...env }, execArgv: [] })
  const begun: string[] = []
  const done: string[] = []
  const said: string[] = []
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const listening = new Promise<void>((resolve) => {
    child.on('message', (message: { listening?: true; begun?: string; done?: string; said?: string }) => {
      if (message.listening === true) resolve()
      if (message.begun !== undefined) begun.push(message.begun)
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
