import { readFile } from 'node:fs/promises'
import type { ProcessIdentity } from './process-identity.ts'
import { identify, isAlive } from './process-identity.ts'

/** One process above us. */
export interface Ancestor extends ProcessIdentity {
  command: string
}

/**
 * Calls `onGone` once when npx, pnpm or npm that started us ends: a SIGTERM to `npx pnpm@12 dev` ends npx and is passed on to nobody, and we would
 * go on without anyone who knows of us. Shells and terminals above them may go (nohup). Linux alone; returns how to stop watching.
 */
export function watchLauncher(onGone: () => void, everyMs = 1_000, pid: number = process.pid): () => void {
  let launchers: Ancestor[] | undefined
  let isStopped = false
  const look = async (): Promise<void> => {
    launchers ??= chooseLaunchers(await readAncestors(pid))
    for (const launcher of launchers) {
      if (isStopped || (await isAlive(launcher))) continue
      stop()
      return onGone()
    }
    if (launchers.length === 0) stop()
  }
  const timer = setInterval(() => void look(), everyMs)
  timer.unref()
  const stop = () => {
    isStopped = true
    clearInterval(timer)
  }
  void look()
  return stop
}

const launcherName = /(^|[\s/])(npm|npx|pnpm|pnpx)([\s@]|\.c?js\b|$)/
const shellName = /^(\S*\/)?(ba|da|z)?sh\s/

/** The package runners above us with the shells between: from us up to the topmost runner, as long as nothing else comes between. */
export function chooseLaunchers(ancestors: readonly Ancestor[]): Ancestor[] {
  const end = ancestors.findIndex(({ command }) => !launcherName.test(command) && !shellName.test(command))
  const chain = end === -1 ? ancestors : ancestors.slice(0, end)
  const top = chain.findLastIndex(({ command }) => launcherName.test(command) && !shellName.test(command))
  return chain.slice(0, top + 1)
}

/** The processes above `pid`, nearest first, at most ten. */
async function readAncestors(pid: number): Promise<Ancestor[]> {
  const found: Ancestor[] = []
  for (let place = pid; found.length < 10; ) {
    const stat = await readFile(`/proc/${place}/stat`, 'utf8').catch(() => undefined)
    const parent = Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0)
    if (!(parent > 1)) return found
    const identity = await identify(parent)
    const command = await readFile(`/proc/${parent}/cmdline`, 'utf8').catch(() => undefined)
    if (identity === undefined || command === undefined) return found
    found.push({ ...identity, command: command.replaceAll('\0', ' ').trim() })
    place = parent
  }
  return found
}
