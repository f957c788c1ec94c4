import { median } from '../stats/summarize.ts'
import type { Groups } from './groups.ts'
import type { Sample } from './sample-usage.ts'

/** What one statement costs in some groups: of each sample the difference to the median without statements, divided by their number. */
export interface Cost {
  pssBytes: { median: number; worst: number }
  cpuMsPerSecond: { median: number; worst: number }
}

/** The cost of one of `statements` in `groups` together. */
export function costPerStatement(without: readonly Sample[], having: readonly Sample[], statements: number, groups: readonly (keyof Groups)[]): Cost {
  const differ = (field: 'pssBytes' | 'cpuMsPerSecond') => {
    const sum = (sample: Sample) => groups.reduce((total, group) => total + sample[group][field], 0)
    const base = median(without.map(sum))
    const each = having.map((sample) => (sum(sample) - base) / statements)
    return { median: median(each), worst: Math.max(...each) }
  }
  return { pssBytes: differ('pssBytes'), cpuMsPerSecond: differ('cpuMsPerSecond') }
}

/** How many statements of one slot have room: whole TaskManagers, with something left for the others on the machine. */
export function countThatFits(wanted: number, { availableBytes, taskManagerBytes, slots, reserveBytes }: { availableBytes: number; taskManagerBytes: number; slots: number; reserveBytes: number }): number {
  return Math.min(wanted, Math.max(1, Math.floor((availableBytes - reserveBytes) / taskManagerBytes)) * slots)
}
