import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** A process that cannot be confused with a later one of the same pid. */
export interface ProcessIdentity {
  pid: number
  /** When it started, as the system tells it; opaque, compared for equality. */
  startTime: string
}

/**
 * When process `pid` started; undefined when it is gone (a zombie counts as gone). On Linux boot id and clock ticks, elsewhere what `ps` says.
 */
export async function readStartTime(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    try {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
      // The second field is the command in parentheses and may contain anything: count from its end.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (fields[0] === 'Z' || fields[0] === 'X') return undefined
      return `${await readBootId()}:${fields[19]}`
    } catch {
      return undefined
    }
  }
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'stat=,lstart=', '-p', String(pid)])
    const text = stdout.trim()
    return text === '' || text.startsWith('Z') ? undefined : text.replace(/^\S+\s+/, '')
  } catch {
    return undefined
  }
}

/** The identity of a running process; undefined when it is gone. */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  const startTime = await readStartTime(pid)
  return startTime === undefined ? undefined : { pid, startTime }
}

/** Whether exactly this process still runs. */
export const isAlive = async (identity: ProcessIdentity): Promise<boolean> =>
  (await readStartTime(identity.pid)) === identity.startTime

let bootId: Promise<string> | undefined
const readBootId = (): Promise<string> =>
  (bootId ??= readFile('/proc/sys/kernel/random/boot_id', 'utf8').then((text) => text.trim(), () => ''))
