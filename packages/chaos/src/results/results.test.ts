import { expect, test } from 'vitest'
import type { CellResult } from './cell-result.ts'
import { renderTable } from './render-table.ts'
import { newestOf, passedAt } from './result-file.ts'

const result = (cell: string, verdict: CellResult['verdict'], commit = 'a'): CellResult => ({
  cell, verdict, commit, at: '2026-11-25T00:00:00Z', tookSeconds: 1, tries: 1, facts: 'the INSERT ran', problems: verdict === 'failed' ? ['It was lost.'] : [], timeline: [],
})
const lines = (...results: CellResult[]): string => results.map((entry) => `${JSON.stringify(entry)}\n`).join('')

test('the newest result of a cell counts, and half a line does not', () => {
  const text = `${lines(result('x', 'failed'), result('y', 'passed'), result('x', 'passed'))}{"cell":"z","verd`
  expect(newestOf(text).map(({ cell, verdict }) => [cell, verdict])).toEqual([['x', 'passed'], ['y', 'passed']])
})

test('what passed at this commit, or at one that counts, is not run again; what failed is', () => {
  const results = [result('x', 'passed'), result('y', 'failed'), result('z', 'passed', 'b')]
  expect([...passedAt(results, ['a'])]).toEqual(['x'])
  expect([...passedAt(results, ['a', 'b'])]).toEqual(['x', 'z'])
})

test('the table names each problem and counts at its end', () => {
  const table = renderTable([result('x', 'passed'), result('y', 'failed')])
  expect(table).toMatch(/^cell +verdict/)
  expect(table).toMatch(/y +failed.*\n {4}It was lost\.\n1 passed, 1 failed$/)
})
