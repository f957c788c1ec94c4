import { renderTable } from './render-table.ts'

const partsMin = 0.05

/** The parts of a time as a table, largest first; what is too small to matter is left out. */
export function renderBreakdown(title: string, parts: readonly (readonly [name: string, ms: number])[]): string {
  const shown = parts.filter(([, ms]) => ms >= partsMin).sort((a, b) => b[1] - a[1])
  const total = shown.reduce((sum, [, ms]) => sum + ms, 0)
  return `${title}\n${renderTable(['part', 'ms', 'share'], [...shown, ['sum', total] as const].map(([name, ms]) => [name, ms.toFixed(1), `${Math.round((ms / total) * 100)} %`]))}`
}
