import { describe, expect, it } from 'vitest'
import { durationSeconds, pointInTime, renderSeconds, timeToCome } from './durations.ts'

const nowMs = () => Date.UTC(2026, 10, 2, 9)

describe('durations', () => {
  it.each([['90s', 90, '90s'], ['15m', 900, '15m'], ['24h', 86_400, '1d'], ['7d', 604_800, '1w'], ['0s', 0, '0s']])('%s', (text, seconds, rendered) => {
    expect(durationSeconds(text)).toBe(seconds)
    expect(renderSeconds(seconds)).toBe(rendered)
  })

  it.each(['7', 'd', '-1d', '1.5h', '1 d', ''])('not %j', (text) => {
    expect(() => durationSeconds(text)).toThrow(/for example 7d/)
  })

  it('times to come and times that were', () => {
    expect([timeToCome(nowMs)('30d'), timeToCome(nowMs)('2027-01-31'), timeToCome(nowMs)('none')]).toEqual(['2026-12-02T09:00:00Z', '2027-01-31T00:00:00Z', null])
    expect([pointInTime(nowMs)('2h'), pointInTime(nowMs)('2026-11-01T12:00:00+02:00')]).toEqual(['2026-11-02T07:00:00Z', '2026-11-01T10:00:00Z'])
    for (const text of ['tomorrow', '2027-13-01', '7']) expect(() => timeToCome(nowMs)(text)).toThrow(/date like/)
  })
})
