import { withFraction } from './format-scalars.ts'

/** Renders the text of a TIMESTAMP_LTZ, with `precision` digits of fraction. */
export type LocalTimeRenderer = (text: string, precision: number) => string

/**
 * The gateway tells instants as wall time of the session's zone, in JSON too (with a `Z` that is not meant). Gives what renders them as
 * wall time of `timeZone`. Of an hour that a zone has twice, the first is meant. A zone that is not known changes nothing.
 */
export function localTimeRenderer(sessionZone: string, timeZone: string): LocalTimeRenderer {
  const plain = (text: string) => text.replace('T', ' ').replace(/Z$/, '')
  if (sessionZone === timeZone) return (text, precision) => withFraction(plain(text), precision)
  const [from, to] = [clockOf(sessionZone), clockOf(timeZone)]
  if (from === undefined || to === undefined) return (text, precision) => withFraction(plain(text), precision)
  return (text, precision) => {
    const [whole = '', fraction] = plain(text).split('.')
    const wallMs = Date.parse(`${whole.replace(' ', 'T')}Z`)
    const guessMs = wallMs - (from(wallMs) - wallMs)
    const instantMs = wallMs - (from(guessMs) - guessMs)
    const rendered = new Date(to(instantMs)).toISOString().slice(0, 19).replace('T', ' ')
    return withFraction(fraction === undefined ? rendered : `${rendered}.${fraction}`, precision)
  }
}

/** Tells the wall time of a zone at an instant, both in milliseconds as if in UTC. */
function clockOf(timeZone: string): ((instantMs: number) => number) | undefined {
  if (timeZone === 'UTC') return (instantMs) => instantMs
  let format: Intl.DateTimeFormat
  try {
    // Java writes fixed offsets as GMT+01:00 or UTC+01:00.
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: timeZone.replace(/^(?:GMT|UTC)(?=[+-])/, ''), hourCycle: 'h23', era: 'short',
      year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    })
  } catch {
    return undefined
  }
  return (instantMs) => {
    const parts: Record<string, string> = {}
    for (const { type, value } of format.formatToParts(instantMs)) parts[type] = value
    const number = (name: string) => Number(parts[name])
    const year = parts['era'] === 'BC' ? 1 - number('year') : number('year')
    const wall = new Date(0)
    wall.setUTCFullYear(year, number('month') - 1, number('day'))
    wall.setUTCHours(number('hour'), number('minute'), number('second'))
    return wall.getTime()
  }
}
