import { describe, expect, it } from 'vitest'
import { checkSchedule, nextScheduledMs } from './next-scheduled.ts'

const at = (text: string) => Date.parse(text)
/** The next `count` times as RFC 3339. */
function times(expression: string, timeZone: string, after: string, count = 3): string[] {
  const found: string[] = []
  let afterMs = at(after)
  for (let index = 0; index < count; index += 1) {
    afterMs = nextScheduledMs({ kind: 'cron', expression, timeZone }, afterMs) ?? Number.NaN
    found.push(new Date(afterMs).toISOString().replace(':00.000Z', 'Z'))
  }
  return found
}

describe('nextScheduledMs', () => {
  it('an interval counts from the time before', () => {
    expect(nextScheduledMs({ kind: 'interval', everyMs: 90_000 }, 5)).toBe(90_005)
  })

  it('the time is strictly after: from one to the next, none is met twice', () => {
    expect(times('*/20 * * * *', 'UTC', '2026-11-02T09:00:00Z')).toEqual(['2026-11-02T09:20Z', '2026-11-02T09:40Z', '2026-11-02T10:00Z'])
    expect(times('0 0 29 2 *', 'UTC', '2026-11-02T09:00:00Z', 2)).toEqual(['2028-02-29T00:00Z', '2032-02-29T00:00Z'])
    expect(times('0 6 * * MON-FRI', 'UTC', '2026-11-06T07:00:00Z', 2)).toEqual(['2026-11-09T06:00Z', '2026-11-10T06:00Z'])
  })

  it('a day of the month and a day of the week: either is enough', () => {
    expect(times('0 0 1 * 1', 'UTC', '2026-11-29T12:00:00Z')).toEqual(['2026-11-30T00:00Z', '2026-12-01T00:00Z', '2026-12-07T00:00Z'])
  })

  it('is read in its time zone', () => {
    expect(times('30 2 * * *', 'Asia/Kolkata', '2026-11-02T00:00:00Z', 1)).toEqual(['2026-11-02T21:00Z'])
    expect(times('30 2 * * *', 'America/New_York', '2026-11-03T00:00:00Z', 1)).toEqual(['2026-11-03T07:30Z'])
  })

  it('a time that the clock skips comes once, at the end of the gap', () => {
    expect(times('30 2 * * *', 'Europe/Berlin', '2026-03-28T00:00:00Z')).toEqual(['2026-03-28T01:30Z', '2026-03-29T01:00Z', '2026-03-30T00:30Z'])
  })

  it('a time that the clock shows twice comes once', () => {
    expect(times('30 2 * * *', 'Europe/Berlin', '2026-10-24T00:00:00Z')).toEqual(['2026-10-24T00:30Z', '2026-10-25T00:30Z', '2026-10-26T01:30Z'])
  })

  it('every hour is every hour, also in the nights when the clock changes', () => {
    for (const night of ['2026-03-29T00:00:00Z', '2026-10-25T00:00:00Z']) {
      expect(times('30 * * * *', 'Europe/Berlin', night, 4).map((time) => (at(time.replace('Z', ':00Z')) - at(night)) / 60_000)).toEqual([30, 90, 150, 210])
    }
  })

  it('nothing when there is none', () => {
    expect(nextScheduledMs({ kind: 'cron', expression: '0 0 30 2 *', timeZone: 'UTC' }, 0)).toBeUndefined()
    expect(nextScheduledMs({ kind: 'cron', expression: 'nonsense', timeZone: 'UTC' }, 0)).toBeUndefined()
  })
})

describe('checkSchedule', () => {
  const check = (expression: string, timeZone = 'UTC') => checkSchedule({ kind: 'cron', expression, timeZone }, at('2026-11-02T09:00:00Z'))

  it.each(['* * * * *', '*/5 0-6 1,15 * *', '0 0 L * *', '0 3 * * SUN', '59 23 31 12 *'])('takes %s', (expression) => {
    expect(check(expression).ok).toBe(true)
  })

  it.each([
    ['61 * * * *', /minute/], ['* * * * * *', /5/], ['0 0 30 2 *', /never comes/], ['5-1 * * * *', /larger/], ['0 0 ? * *', /not known/], ['@daily', /no cron schedule/], ['', /no cron schedule/],
  ])('refuses %s', (expression, why) => {
    expect(check(expression)).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringMatching(why) })
  })

  it('refuses a time zone that there is not', () => {
    expect(check('0 0 * * *', 'Europe/Nowhere')).toMatchObject({ ok: false, message: expect.stringMatching(/no time zone/) })
    expect(check('0 0 * * *', 'America/Argentina/Buenos_Aires').ok).toBe(true)
  })
})
