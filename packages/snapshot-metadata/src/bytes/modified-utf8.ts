const ascii = new TextDecoder('latin1')

/**
 * Decodes the modified UTF-8 of Java's `writeUTF` (two bytes for NUL, two units of three bytes beyond the basic plane). Undefined: it is not
 * that, or it holds a NUL or half of a surrogate pair, which no name and no path can.
 */
export function decodeModifiedUtf8(bytes: Uint8Array): string | undefined {
  return isPlainAscii(bytes) ? ascii.decode(bytes) : decodeUnits(bytes)
}

function isPlainAscii(bytes: Uint8Array): boolean {
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0
    if (byte === 0 || byte > 0x7f) return false
  }
  return true
}

function decodeUnits(bytes: Uint8Array): string | undefined {
  const units: number[] = []
  for (let index = 0; index < bytes.length; ) {
    const first = bytes[index++] ?? 0
    const more = first < 0x80 ? 0 : first >> 5 === 0b110 ? 1 : first >> 4 === 0b1110 ? 2 : undefined
    if (more === undefined || index + more > bytes.length) return undefined
    let unit = more === 0 ? first : first & (more === 1 ? 0x1f : 0x0f)
    for (let taken = 0; taken < more; taken++) {
      const next = bytes[index++] ?? 0
      if (next >> 6 !== 0b10) return undefined
      unit = (unit << 6) | (next & 0x3f)
    }
    if (unit === 0) return undefined
    units.push(unit)
  }
  let text = ''
  // In pieces: an argument list has a bound.
  for (let start = 0; start < units.length; start += 4_096) text += String.fromCharCode(...units.slice(start, start + 4_096))
  return text.isWellFormed() ? text : undefined
}
