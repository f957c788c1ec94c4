import type { Groups } from '../processes/groups.ts'
import { costPerStatement } from '../processes/per-statement.ts'
import type { Sample } from '../processes/sample-usage.ts'
import { median } from '../stats/summarize.ts'
import { renderNumber } from './render-comparison.ts'
import { renderTable } from './render-table.ts'

const mib = (bytes: number): string => renderNumber(bytes / 1024 ** 2)

/** What groups use, median of the samples, with their sum. `names` are those of the groups as they are shown. */
export function renderGroups(title: string, samples: readonly Sample[], names: readonly (readonly [group: keyof Groups, name: string])[]): string {
  const medianOf = (groups: readonly (keyof Groups)[], field: 'processes' | 'pssBytes' | 'cpuMsPerSecond') =>
    median(samples.map((sample) => groups.reduce((sum, group) => sum + sample[group][field], 0)))
  const row = (name: string, groups: readonly (keyof Groups)[]) => [
    name, String(medianOf(groups, 'processes')), mib(medianOf(groups, 'pssBytes')), renderNumber(medianOf(groups, 'cpuMsPerSecond')),
  ]
  const rows = [...names.map(([group, name]) => row(name, [group])), row('all', names.map(([group]) => group))]
  return `${title}\n${renderTable(['median', 'processes', 'MiB', 'CPU ms/s'], rows)}`
}

/** What one statement costs, by rows of groups that are counted together. */
export function renderCosts(title: string, without: readonly Sample[], having: readonly Sample[], statements: number, lines: readonly (readonly [name: string, groups: readonly (keyof Groups)[]])[]): string {
  const rows = lines.map(([name, groups]) => {
    const { pssBytes, cpuMsPerSecond } = costPerStatement(without, having, statements, groups)
    return [name, mib(pssBytes.median), mib(pssBytes.worst), renderNumber(cpuMsPerSecond.median), renderNumber(cpuMsPerSecond.worst)]
  })
  return `${title}\n${renderTable(['per statement', 'MiB median', 'MiB worst', 'CPU ms/s median', 'CPU ms/s worst'], rows)}`
}
