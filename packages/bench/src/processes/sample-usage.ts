import { pause } from '../stats/interleave.ts'
import { findGroups, readGroups } from './groups.ts'
import type { Groups } from './groups.ts'
import type { Instance } from '../instance/start-instance.ts'

/** What each group used over some seconds. */
export type Sample = Record<keyof Groups, GroupUsage>

export interface GroupUsage {
  /** Processes that lived at the end. */
  processes: number
  /** Proportional set size at the end. */
  pssBytes: number
  /** Milliseconds of CPU per second: 1000 is one whole core. */
  cpuMsPerSecond: number
}

/** Looks at an instance whose supervisor is this process, `samples` times in a row, each time over `everyMs`. */
export async function sampleUsage({ dev, directory }: Instance, { samples, everyMs }: { samples: number; everyMs: number }): Promise<Sample[]> {
  const read = async () => {
    // Postgres has other processes each time.
    const groups = await findGroups(dev.pids(), process.pid, directory)
    return { atMs: performance.now(), groups, usage: await readGroups(groups) }
  }
  const found: Sample[] = []
  let before = await read()
  while (found.length < samples) {
    await pause(everyMs)
    const after = await read()
    const entries = Object.entries(after.usage).map(([name, { pssBytes, cpuMs }]) => {
      const group = name as keyof Groups
      const cpuMsPerSecond = ((cpuMs - before.usage[group].cpuMs) / (after.atMs - before.atMs)) * 1_000
      return [group, { processes: after.groups[group].length, pssBytes, cpuMsPerSecond }] as const
    })
    found.push(Object.fromEntries(entries) as Sample)
    before = after
  }
  return found
}
