import { readFileSync } from 'node:fs'

/** A process that can be recognised again: a pid is reused, together with the moment of its start it is not. */
export interface ProcessIdentity {
  pid: number
  /** Clock ticks from boot to the start of the process (field 22 of `/proc/<pid>/stat`). */
  startTicks: string
}

/** The identity of a living process. Undefined: there is none with this pid, or it only waits to be reaped. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return undefined
  }
  // The command's name stands in parentheses and may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, startTicks] = [fields[0], fields[19]]
  return state === undefined || startTicks === undefined || state === 'Z' || state === 'X' ? undefined : { pid, startTicks }
}

/** Whether just this process is alive. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.startTicks === identity.startTicks
}

/** Sends a signal to just this process; false: it is gone. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isAlive(identity)) return false
  try {
    return process.kill(identity.pid, signal)
  } catch {
    return false
  }
}

/** Differs after every boot of the machine. */
export function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
}
