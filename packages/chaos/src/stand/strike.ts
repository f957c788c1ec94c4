import { setTimeout as sleep } from 'node:timers/promises'
import type { Cell } from '../cells/cell.ts'
import { isAlive } from './processes.ts'
import type { Stand } from './start-stand.ts'

/** One blow: what was hit, and when. */
export interface Strike {
  atMs: number
  pids: number[]
  /** Resolves when a pause is over (at once for a kill) and the operating system's supervisor has done its part. */
  over: Promise<{ endedAtMs: number }>
}

export const pauseMs = 60_000

/**
 * Sends the signal of a cell to all processes of its victim. Of Postgres a kill takes the postmaster alone, as `kill -9 PID` does (its backends outlive it for a
 * moment), and a pause takes all of its processes, as a stuck disk does.
 */
export function strike(cell: Cell, pids: readonly number[], stand: Stand): Strike {
  const hit = cell.victim === 'postgres' && cell.manner === 'kill' ? pids.slice(0, 1) : [...pids]
  if (hit.length === 0) throw new Error(`No process of ${cell.victim} is alive.`)
  const send = (signal: NodeJS.Signals): void => {
    for (const pid of hit) if (isAlive(pid)) process.kill(pid, signal)
  }
  send(cell.manner === 'kill' ? 'SIGKILL' : 'SIGSTOP')
  const atMs = Date.now()
  const after = async (): Promise<{ endedAtMs: number }> => {
    if (cell.manner === 'pause') {
      await sleep(pauseMs)
      send('SIGCONT')
    } else {
      await stand.supervise(cell.victim)
    }
    return { endedAtMs: Date.now() }
  }
  return { atMs, pids: hit, over: after() }
}
