import { allCells, renderCell } from './cell.ts'
import type { Cell } from './cell.ts'

export interface CellSelection {
  /** `VICTIM`, `VICTIM:MOMENT` or `VICTIM:MOMENT:MANNER`; `*` stands for any part. Empty: all. */
  only: readonly string[]
  /** `I/N`: every N-th cell, beginning with the I-th. */
  shard?: string
}

/** The cells that are asked for, in the order of the matrix; or one line that says what is wrong. */
export function selectCells({ only, shard }: CellSelection): { cells: Cell[] } | { problem: string } {
  for (const pattern of only) {
    if (!allCells.some((cell) => matches(cell, pattern))) return { problem: `No cell matches "${pattern}". --list shows them all.` }
  }
  const cells = allCells.filter((cell) => only.length === 0 || only.some((pattern) => matches(cell, pattern)))
  if (shard === undefined) return { cells }
  const [, index = 0, count = 0] = (/^(\d+)\/(\d+)$/.exec(shard) ?? []).map(Number)
  if (index < 1 || count < index) return { problem: `--shard takes I/N with 1 <= I <= N, not "${shard}".` }
  return { cells: cells.filter((_, position) => position % count === index - 1) }
}

function matches(cell: Cell, pattern: string): boolean {
  const wanted = pattern.split(':')
  const parts = renderCell(cell).split(':')
  return wanted.length <= parts.length && wanted.every((part, position) => part === '*' || part === parts[position])
}
