import { InvalidArgumentError } from 'commander'

const unitSeconds: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 }

/** `90s`, `15m`, `6h`, `7d` or `2w` in seconds, for commander. */
export function durationSeconds(text: string): number {
  const [, amount, unit] = /^(\d{1,9})([smhdw])$/.exec(text) ?? []
  if (amount === undefined || unit === undefined) throw new InvalidArgumentError('It must be a number with s, m, h, d or w, for example 7d.')
  return Number(amount) * (unitSeconds[unit] ?? 1)
}

/** The same in words, in the largest unit that it is a whole number of. */
export function renderSeconds(seconds: number): string {
  for (const [unit, size] of Object.entries(unitSeconds).reverse()) if (seconds >= size && seconds % size === 0) return `${seconds / size}${unit}`
  return `${seconds}s`
}

/** A time to come in RFC 3339: a date, a time, or how long from now; `none`: null. For commander. */
export const timeToCome = (nowMs: () => number) => (text: string): string | null => {
  if (text === 'none') return null
  if (/^\d+[smhdw]$/.test(text)) return toRfc3339(nowMs() + durationSeconds(text) * 1_000)
  return pointInTime(nowMs)(text)
}

/** A time in RFC 3339: a date, a time, or how long ago. For commander. */
export const pointInTime = (nowMs: () => number) => (text: string): string => {
  if (/^\d+[smhdw]$/.test(text)) return toRfc3339(nowMs() - durationSeconds(text) * 1_000)
  const atMs = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isFinite(atMs)) throw new InvalidArgumentError('It must be a date like 2027-01-31, a time like 2027-01-31T12:00:00Z, or a duration like 30d.')
  return toRfc3339(atMs)
}

const toRfc3339 = (atMs: number): string => new Date(atMs).toISOString().replace(/\.\d{3}Z$/, 'Z')
