import fc from 'fast-check'
import { expect, it } from 'vitest'
import { delayedSlotMs } from './delayed-slot.ts'

it('is never earlier than asked and at most a quarter later', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 2_000_000_000_000 }), fc.integer({ min: 1, max: 10_000_000 }), (nowMs, delayMs) => {
    const late = delayedSlotMs(nowMs, delayMs) - (nowMs + delayMs)
    expect(late).toBeGreaterThanOrEqual(0)
    expect(late).toBeLessThanOrEqual(Math.max(16, delayMs / 4))
  }))
})

it('many wakes of one key share few slots', () => {
  const slots = new Set(Array.from({ length: 1_000 }, (_, step) => delayedSlotMs(1_000_000 + step, 30_000)))
  expect(slots.size).toBeLessThanOrEqual(2)
})
