const unitsMs: Record<string, number> = { ms: 1, s: 1_000, sec: 1_000, min: 60_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds of a Flink duration such as `10 s`, `500ms` or `PT10S`; a bare number counts milliseconds. Undefined: none, or zero. */
export function durationMsOf(text: string): number | undefined {
  const [, number, unit = 'ms'] = /^(?:PT)?(\d+(?:\.\d+)?) ?([a-z]*)$/i.exec(text.trim()) ?? []
  const factor = unitsMs[unit.toLowerCase() || 'ms']
  const value = number === undefined || factor === undefined ? 0 : Number(number) * factor
  return value > 0 ? value : undefined
}
