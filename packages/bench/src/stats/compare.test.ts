import { describe, expect, it } from 'vitest'
import { compare, meets } from './compare.ts'

describe('compare', () => {
  it('divides ours by theirs, round by round', () => {
    const ratio = compare([12, 10, 30], [10, 10, 20])
    expect(ratio).toEqual({ ofMedians: 1.2, ofP99: 1.5, median: 1.2, worst: 1.5 })
  })

  it('knows that of rates the smaller is the worse', () => {
    expect(compare([50, 90], [100, 100], 'higher').worst).toBe(0.5)
    expect(meets(0.6, 0.6, 'higher')).toBe(true)
    expect(meets(0.59, 0.6, 'higher')).toBe(false)
    expect(meets(1.2, 1.2)).toBe(true)
    expect(meets(1.21, 1.2)).toBe(false)
  })

  it('refuses sides of different length', () => {
    expect(() => compare([1], [])).toThrow('cannot be compared')
  })
})
