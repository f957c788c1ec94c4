import { failed, ok } from '@headgate/domain'
import type { Result, SnapshotSchedule } from '@headgate/domain'
import { Cron } from 'croner'

type CronSchedule = Extract<SnapshotSchedule, { kind: 'cron' }>

/**
 * The first time after `afterMs` that the schedule names; undefined when there is none, or when it is no schedule. Of its arguments alone: no clock is read.
 *
 * An interval counts from `afterMs`. A cron time that the clock of the time zone skips comes at the end of the gap, one that it shows twice comes once; `*` and steps of
 * hours and minutes come as often as the clock shows them.
 */
export function nextScheduledMs(schedule: SnapshotSchedule, afterMs: number): number | undefined {
  if (schedule.kind === 'interval') return afterMs + schedule.everyMs
  try {
    return parse(schedule).nextRun(new Date(afterMs))?.getTime()
  } catch {
    return undefined
  }
}

/** Whether it is a schedule that comes again after `nowMs`; `rejected` says in words what is wrong with it. */
export function checkSchedule(schedule: SnapshotSchedule, nowMs: number): Result<void> {
  if (schedule.kind === 'interval') return ok(undefined)
  const { expression, timeZone } = schedule
  if (!isTimeZone(timeZone)) return failed('rejected', `'${timeZone}' is no time zone. Give the name of one in the IANA database, for example Europe/Berlin, or UTC.`)
  try {
    const next = parse(schedule).nextRun(new Date(nowMs))
    return next === null ? failed('rejected', `'${expression}' names a time that never comes.`) : ok(undefined)
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error)
    return failed('rejected', `'${expression}' is no cron schedule (minute, hour, day of the month, month, day of the week): ${why}`)
  }
}

/** Five fields, nothing else: no `@daily`, and no `?`, which would stand for the time at which it is parsed. */
function parse({ expression, timeZone }: CronSchedule): Cron {
  const unknown = /[?@]/.exec(expression)?.[0]
  if (unknown !== undefined) throw new Error(`'${unknown}' is not known here.`)
  return new Cron(expression, { timezone: timeZone, mode: '5-part', paused: true })
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
