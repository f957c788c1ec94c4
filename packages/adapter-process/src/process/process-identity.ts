import { readFileSync, readdirSync } from 'node:fs'

/** A process that can be recognised again: pids are reused, the moment of a start within a boot is not. */
export interface ProcessIdentity {
  pid: number
  /** Clock ticks from boot to the start of the process (field 22 of `/proc/<pid>/stat`). */
  startTicks: string
  /** Differs after every boot of the machine. */
  bootId: string
}

/** The identity of a living process. Undefined: there is none with this pid, or it has ended and only waits to be reaped. */
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
  if (state === undefined || startTicks === undefined || state === 'Z' || state === 'X') return undefined
  return { pid, startTicks, bootId: readBootId() }
}

/** Whether just this process is alive. */
export function isAlive(identity: ProcessIdentity): boolean {
  const present = identifyProcess(identity.pid)
  return present !== undefined && present.startTicks === identity.startTicks && present.bootId === identity.bootId
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

/** Living processes of ours whose command line holds the argument `mark`, whole. */
export function findMarkedProcesses(mark: string): ProcessIdentity[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => readArguments(name).includes(mark))
    .map((name) => identifyProcess(Number(name)))
    .filter((identity) => identity !== undefined)
}

function readArguments(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  } catch {
    return []
  }
}

let bootId: string | undefined

function readBootId(): string {
  bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return bootId
}
