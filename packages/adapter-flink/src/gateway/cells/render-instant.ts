import { withFraction } from './format-scalars.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

/** An instant in UTC (`2026-01-31T01:02:03.5Z`) as local time of a zone, with `precision` digits of fraction. An unknown zone is UTC. */
export function renderInstant(instant: string, timeZone: string, precision: number): string {
  const bare = instant.replace(/Z$/, '')
  const local = timeZone === 'UTC' ? bare.replace('T', ' ') : inZone(bare, timeZone)
  return withFraction(local, precision)
}

function inZone(bare: string, timeZone: string): string {
  const [whole = '', fraction] = bare.split('.')
  const format = formatOf(timeZone)
  if (format === undefined) return bare.replace('T', ' ')
  const parts = Object.fromEntries(format.formatToParts(Date.parse(`${whole}Z`)).map(({ type, value }) => [type, value]))
  const text = `${parts['year']?.padStart(4, '0')}-${parts['month']}-${parts['day']} ${parts['hour']}:${parts['minute']}:${parts['second']}`
  return fraction === undefined ? text : `${text}.${fraction}`
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  try {
    // Java writes fixed offsets as GMT+01:00 or UTC+01:00.
    const name = timeZone.replace(/^(?:GMT|UTC)(?=[+-])/, '')
    const format = new Intl.DateTimeFormat('en-US', { timeZone: name, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' })
    formats.set(timeZone, format)
    return format
  } catch {
    return undefined
  }
}
