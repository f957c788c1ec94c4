/** `2026-01-31T01:02:03.456` to `2026-01-31 01:02:03.456`, with as many fraction digits as the type has. */
export function encodeTimestamp(text: string, precision: number): string {
  const [date = '', time = ''] = text.replace(/Z$/, '').split('T')
  return `${date} ${padFraction(time, precision)}`
}

/** `01:02:03[.fff]` with as many fraction digits as the type has. */
export function padFraction(time: string, precision: number): string {
  const [clock = '', fraction = ''] = time.split('.')
  const full = clock.split(':').length === 2 ? `${clock}:00` : clock
  return precision === 0 ? full : `${full}.${fraction.padEnd(precision, '0').slice(0, precision)}`
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** An instant (`…Z`) on the clock of `timeZone`. */
export function encodeInstant(text: string, precision: number, timeZone: string): string {
  if (timeZone === 'UTC' || timeZone === 'Z') return encodeTimestamp(text, precision)
  let format = formats.get(timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
    })
    formats.set(timeZone, format)
  }
  const fraction = /\.(\d+)Z?$/.exec(text)?.[1] ?? ''
  const parts = Object.fromEntries(format.formatToParts(new Date(text)).map((part) => [part.type, part.value]))
  const year = (parts['year'] ?? '').padStart(4, '0')
  return `${year}-${parts['month']}-${parts['day']} ${padFraction(`${parts['hour']}:${parts['minute']}:${parts['second']}.${fraction}`, precision)}`
}

/** A decimal in any JSON spelling (`1.2`, `1E+2`) with exactly `scale` fraction digits. */
export function encodeDecimal(source: string, scale: number): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source)
  if (match === null) return source
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match
  const exponent = Number(exponentText)
  let digits = whole + fraction
  const point = whole.length + exponent
  if (point > digits.length) digits = digits.padEnd(point, '0')
  const shifted = point <= 0 ? { whole: '0', fraction: '0'.repeat(-point) + digits } : { whole: digits.slice(0, point), fraction: digits.slice(point) }
  const cleanWhole = shifted.whole.replace(/^0+(?=\d)/, '')
  return scale === 0 ? `${sign}${cleanWhole}` : `${sign}${cleanWhole}.${shifted.fraction.padEnd(scale, '0').slice(0, scale)}`
}

/** Months as `+1-06`. */
export function encodeYearMonth(months: number): string {
  const absolute = Math.abs(months)
  return `${months < 0 ? '-' : '+'}${Math.floor(absolute / 12)}-${String(absolute % 12).padStart(2, '0')}`
}

/** Milliseconds as `+0 04:00:00.000`. */
export function encodeDayTime(milliseconds: number): string {
  const absolute = Math.abs(milliseconds)
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const days = Math.floor(absolute / 86_400_000)
  const fraction = String(absolute % 1_000).padStart(3, '0')
  return `${milliseconds < 0 ? '-' : '+'}${days} ${two((absolute / 3_600_000) % 24)}:${two((absolute / 60_000) % 60)}:${two((absolute / 1_000) % 60)}.${fraction}`
}

/** Base64 as `x'7f02'`. */
export const encodeBinary = (base64: string): string => `x'${Buffer.from(base64, 'base64').toString('hex')}'`

/** A float as Java prints it: whole numbers keep `.0`. */
export function encodeFloat(value: number | string): string {
  if (typeof value === 'string') return value
  return Number.isInteger(value) && Math.abs(value) < 1e7 ? `${value}.0` : String(value)
}
