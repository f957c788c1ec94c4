import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { open } from 'node:fs/promises'
import { forgetProcess, recordProcess } from './process-records.ts'

/** What a child says. `ready` may carry more; `progress` and `failed` are lines for people. */
export interface ChildMessage {
  type: string
  [key: string]: unknown
}

export interface ManagedChildOptions {
  name: string
  /** The `.ts` (or `.js`) file that is run by this Node. */
  entry: string
  args?: string[]
  /** Further options of Node. */
  nodeOptions?: string[]
  env: Record<string, string>
  /** Gets what the child prints; the child may write its own log lines to the same file. */
  logFile: string
  /** Where the pid is written down for the next start. */
  recordsDirectory: string
  /** What it cannot run without: it is started again only when that is up, and a death while it is down does not count. */
  needs?: { isUp(): boolean; whenUp(): Promise<void> }
  onMessage(message: ChildMessage): void
  /** It died although nobody asked it to: it is started again after this many ms, or given up for good. */
  onRestart(info: { code: number | null; signal: NodeJS.Signals | null; delayMs: number }): void
  /** It died three times in a minute, or before it was ever ready. */
  onGiveUp(info: { code: number | null; signal: NodeJS.Signals | null; wasReady: boolean }): void
  /** Waits before the first, second, … restart. */
  backoffMs?: readonly number[]
}

/** A child process with a message channel that is kept alive until it is stopped. */
export interface ManagedChild {
  name: string
  /** Of the process that runs now; undefined between two. */
  pid(): number | undefined
  send(message: ChildMessage): boolean
  /** Sends `message`, then waits for the exit; kills after `withinMs`. Resolves to whether it went by itself. */
  stop(message: ChildMessage, withinMs: number): Promise<boolean>
  /** SIGKILL, no restart; resolves when it is gone. */
  kill(): Promise<void>
  /** Resolves when it ended and is not started again. */
  ended: Promise<void>
}

const deathsMax = 3
const deathsWithinMs = 60_000

/**
 * Starts the child in a process group of its own: a Ctrl-C in the terminal reaches the supervisor alone, who then decides the order. When the
 * supervisor dies, the channel closes, and the child ends itself.
 */
export async function startManagedChild(options: ManagedChildOptions): Promise<ManagedChild> {
  const backoffMs = options.backoffMs ?? [500, 2_000, 5_000]
  let child: ChildProcess | undefined
  let isStopping = false
  let wasReady = false
  let deaths: number[] = []
  let settleEnded = (): void => undefined
  const ended = new Promise<void>((resolve) => (settleEnded = resolve))
  let current: Promise<void> = Promise.resolve()

  const start = async (): Promise<void> => {
    const log = await open(options.logFile, 'a')
    const started = fork(options.entry, options.args ?? [], {
      detached: true,
      execArgv: ['--disable-warning=ExperimentalWarning', ...(options.nodeOptions ?? [])],
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
      env: options.env,
      serialization: 'json',
    })
    await log.close()
    child = started
    started.on('message', (message) => {
      if (typeof message !== 'object' || message === null || typeof (message as { type?: unknown }).type !== 'string') return
      if ((message as ChildMessage).type === 'ready') wasReady = true
      options.onMessage(message as ChildMessage)
    })
    // A message to a child that is just dying: its exit tells the rest.
    started.on('error', () => undefined)
    current = new Promise((resolve) => {
      started.once('exit', (code, signal) => {
        resolve()
        void onExit(code, signal)
      })
    })
    if (started.pid !== undefined) await recordProcess(options.recordsDirectory, options.name, started.pid)
  }

  const onExit = async (code: number | null, signal: NodeJS.Signals | null): Promise<void> => {
    child = undefined
    await forgetProcess(options.recordsDirectory, options.name)
    if (isStopping) return settleEnded()
    const nowMs = Date.now()
    const isExcused = options.needs?.isUp() === false
    deaths = [...deaths.filter((atMs) => nowMs - atMs < deathsWithinMs), ...(isExcused ? [] : [nowMs])]
    if (!wasReady || deaths.length >= deathsMax) {
      isStopping = true
      options.onGiveUp({ code, signal, wasReady })
      return settleEnded()
    }
    const delayMs = backoffMs[Math.max(0, Math.min(deaths.length, backoffMs.length) - 1)] ?? 500
    options.onRestart({ code, signal, delayMs })
    await new Promise((resolve) => setTimeout(resolve, delayMs))
    await options.needs?.whenUp()
    if (isStopping) return settleEnded()
    await start()
  }

  const kill = async (): Promise<void> => {
    isStopping = true
    if (child === undefined) return
    child.kill('SIGKILL')
    await current
  }

  await start()
  return {
    name: options.name,
    pid: () => child?.pid,
    send: (message) => child?.connected === true && child.send(message),
    async stop(message, withinMs) {
      isStopping = true
      if (child === undefined) return true
      if (child.connected) child.send(message)
      else child.kill('SIGTERM')
      let timer: NodeJS.Timeout | undefined
      const timeout = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), withinMs)))
      const wentByItself = await Promise.race([current.then(() => true), timeout])
      clearTimeout(timer)
      if (!wentByItself) await kill()
      return wentByItself
    },
    kill,
    ended,
  }
}
