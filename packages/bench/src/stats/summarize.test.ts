import { describe, expect, it } from 'vitest'
import { median, percentile, summarize } from './summarize.ts'

describe('summarize', () => {
  it('takes the middle, and the mean of two middles', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([4, 1, 3, 2])).toBe(2.5)
  })

  it('takes percentiles by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)
    expect(percentile(hundred, 99)).toBe(99)
    expect(percentile(hundred, 100)).toBe(100)
    expect(percentile([7, 3], 99)).toBe(7)
    expect(percentile([7, 3], 1)).toBe(3)
  })

  it('says all of it at once, and refuses nothing', () => {
    expect(summarize([3, 1, 2])).toEqual({ count: 3, min: 1, median: 2, p99: 3, max: 3 })
    expect(() => summarize([])).toThrow('Nothing was measured')
  })
})
