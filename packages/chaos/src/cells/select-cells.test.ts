import { expect, test } from 'vitest'
import { allCells, findCell, renderCell } from './cell.ts'
import { selectCells } from './select-cells.ts'

const names = (selection: Parameters<typeof selectCells>[0]): string[] => {
  const selected = selectCells(selection)
  return 'cells' in selected ? selected.cells.map(renderCell) : [selected.problem]
}

test('the matrix has 48 kills and 42 pauses, each once', () => {
  expect(allCells.filter((cell) => cell.manner === 'kill')).toHaveLength(48)
  expect(allCells.filter((cell) => cell.manner === 'pause')).toHaveLength(42)
  expect(new Set(allCells.map(renderCell)).size).toBe(90)
  expect(findCell('kafka:at-rest:pause')).toEqual({ victim: 'kafka', moment: 'at-rest', manner: 'pause' })
  expect(findCell('everything:at-rest:pause')).toBeUndefined()
})

test('only takes parts of names', () => {
  expect(names({ only: ['api:during-stop'] })).toEqual(['api:during-stop:kill', 'api:during-stop:pause'])
  expect(names({ only: ['*:at-rest:kill', 'kafka:*:pause'] })).toHaveLength(14)
  expect(names({ only: ['nobody'] })).toEqual(['No cell matches "nobody". --list shows them all.'])
})

test('shards are a partition of what was asked for', () => {
  const shards = ['1/3', '2/3', '3/3'].map((shard) => names({ only: [], shard }))
  expect(shards.flat().toSorted()).toEqual(allCells.map(renderCell).toSorted())
  expect(Math.max(...shards.map((shard) => shard.length))).toBe(30)
  for (const shard of ['0/3', '4/3', 'x', '1']) expect(names({ only: [], shard })[0]).toContain('--shard takes I/N')
})
