import { expect, it } from 'vitest'
import { connectionsMax, readDescriptorsMax } from './connections-max.ts'

it('is what is wanted, as far as the limit of open files goes', () => {
  expect(connectionsMax(12_000, undefined)).toBe(12_000)
  expect(connectionsMax(12_000, 20_000)).toBe(12_000)
  expect(connectionsMax(12_000, 1_024)).toBe(896)
  expect(connectionsMax(12_000, 20)).toBe(1)
})

it('the limit of this process is a number that fits, or none', () => {
  const max = readDescriptorsMax()
  expect(max === undefined || (Number.isInteger(max) && max > 10)).toBe(true)
})
