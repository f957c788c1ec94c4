/** Pads or writes out the fraction of a second to `precision` digits, as Flink's cast to text does. */
export function withFraction(time: string, precision: number): string {
  const dot = time.indexOf('.')
  const whole = dot < 0 ? time : time.slice(0, dot)
  if (precision === 0) return whole
  const digits = dot < 0 ? '' : time.slice(dot + 1)
  return `${whole}.${digits.padEnd(precision, '0').slice(0, precision)}`
}

/** Months as `+1-06`. */
export function formatYearMonth(months: number): string {
  const size = Math.abs(months)
  return `${months < 0 ? '-' : '+'}${Math.trunc(size / 12)}-${String(size % 12).padStart(2, '0')}`
}

/** Milliseconds as `+0 04:00:00.000`. */
export function formatDayTime(milliseconds: number): string {
  const size = Math.abs(milliseconds)
  const two = (value: number) => String(value).padStart(2, '0')
  const seconds = Math.trunc(size / 1000)
  const time = `${two(Math.trunc(seconds / 3600) % 24)}:${two(Math.trunc(seconds / 60) % 60)}:${two(seconds % 60)}.${String(size % 1000).padStart(3, '0')}`
  return `${milliseconds < 0 ? '-' : '+'}${Math.trunc(seconds / 86_400)} ${time}`
}

/** A JSON number, maybe with an exponent, as a plain decimal with just `scale` digits after the point. */
export function formatDecimal(source: string, scale: number): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source)
  if (match === null) return source
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const digits = whole + fraction
  const point = whole.length + Number(exponent)
  const integer = point <= 0 ? '0' : digits.slice(0, point).padEnd(point, '0')
  const rest = point <= 0 ? '0'.repeat(-point) + digits : digits.slice(point)
  const trimmed = integer.replace(/^0+(?=\d)/, '')
  return `${sign}${trimmed}${scale === 0 ? '' : `.${rest.padEnd(scale, '0').slice(0, scale)}`}`
}

/** Bytes in base64 as `x'7f02'`. */
export const formatBinary = (base64: string): string => `x'${Buffer.from(base64, 'base64').toString('hex')}'`
