import { readFile, readdir } from 'node:fs/promises'

/** What a group of processes uses. */
export interface Usage {
  /** Proportional set size: shared pages are divided among those who share them. */
  pssBytes: number
  /** CPU time since their start, user and system, with that of the children they started and that have ended. */
  cpuMs: number
}

/** Linux counts CPU time in hundredths of a second, whatever the kernel's own tick. */
const msPerTick = 10

/** Sums up processes that live now; those that are gone count nothing. */
export async function readUsage(pids: readonly number[]): Promise<Usage> {
  const each = await Promise.all(pids.map(readOne))
  return { pssBytes: each.reduce((sum, one) => sum + one.pssBytes, 0), cpuMs: each.reduce((sum, one) => sum + one.cpuMs, 0) }
}

async function readOne(pid: number): Promise<Usage> {
  try {
    const [memory, stat] = await Promise.all([readFile(`/proc/${pid}/smaps_rollup`, 'utf8'), readFile(`/proc/${pid}/stat`, 'utf8')])
    return { pssBytes: parsePss(memory), cpuMs: parseCpuTicks(stat) * msPerTick }
  } catch {
    return { pssBytes: 0, cpuMs: 0 }
  }
}

/** `Pss:  1234 kB` of a `smaps_rollup`. */
export const parsePss = (text: string): number => Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024

/** User and system time of a `stat`, its own and of its ended children; the name before them may hold blanks and brackets. */
export function parseCpuTicks(text: string): number {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
}

/** A process with all that it started and that its children started. */
export async function readTree(root: number): Promise<number[]> {
  const parents = new Map<number, number>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => undefined)
    if (stat !== undefined) parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
  }
  const found = [root]
  for (const pid of found) found.push(...[...parents].filter(([, parent]) => parent === pid).map(([child]) => child))
  return found
}
