import { describe, expect, it } from 'vitest'
import { renderComparison, renderNumber } from './render-comparison.ts'
import { renderTable } from './render-table.ts'

const sides = (ours: number[], theirs: number[]) => ({ ours: { name: 'headgate', values: ours }, theirs: { name: 'raw', values: theirs } })

describe('renderComparison', () => {
  it('shows both sides and whether the goal is met', () => {
    const text = renderComparison({ title: 'INSERT', unit: 'ms', goal: 1.2, ...sides([110, 120, 130], [100, 100, 100]) })
    expect(text).toBe(
      ['INSERT', 'ms        runs  least  median  p99  most', '--------  ----  -----  ------  ---  ----', 'headgate     3    110     120  130   130', 'raw          3    100     100  100   100',
        'ratio of medians 1.20, goal at most 1.2: met; of p99 1.30; round by round: median 1.20, worst 1.30'].join('\n'),
    )
  })

  it('says MISSED, also where higher is better', () => {
    expect(renderComparison({ title: '', unit: 'ms', goal: 1.1, ...sides([12], [10]) })).toContain('goal at most 1.1: MISSED')
    expect(renderComparison({ title: '', unit: '1/s', better: 'higher', goal: 0.6, ...sides([50], [100]) })).toContain('goal at least 0.6: MISSED')
    expect(renderComparison({ title: '', unit: '1/s', better: 'higher', goal: 0.6, ...sides([70], [100]) })).toContain('goal at least 0.6: met')
  })

  it('names no goal where there is none', () => {
    expect(renderComparison({ title: '', unit: 'ms', ...sides([1], [1]) })).not.toContain('goal')
  })
})

describe('renderTable', () => {
  it('pads every column to its widest cell', () => {
    expect(renderTable(['a', 'b'], [['long', '1'], ['x', '1000']])).toBe('a        b\n----  ----\nlong     1\nx     1000')
  })

  it('rounds by size', () => {
    expect([0.1234, 12.34, 1234.5].map(renderNumber)).toEqual(['0.12', '12.3', '1235'])
  })
})
