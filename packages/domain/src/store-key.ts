/**
 * Why a text cannot be a key of the store, or undefined. Keys use `/`, never start or end with it and have no empty, `.` or `..` parts, so
 * that none can point outside of a root; no part is longer than 255 bytes of UTF-8, so that every store, a directory too, can hold it.
 */
export function keyProblem(key: string): string | undefined {
  if (key === '') return 'is empty'
  if (key.includes('\0')) return 'contains a NUL character'
  if (!key.isWellFormed()) return 'is no valid Unicode'
  const parts = key.split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return "has an empty, '.' or '..' part"
  // No unit of a text takes more than three bytes.
  return parts.some((part) => part.length > 85 && utf8Bytes(part) > 255) ? 'has a part of more than 255 bytes' : undefined
}

/** As `keyProblem`, for an object of the store: a key, or a key and `/`, which is the marker of an empty directory. */
export const objectKeyProblem = (key: string): string | undefined => keyProblem(isMarkerKey(key) ? key.slice(0, -1) : key)

/** Whether the key is that of a directory's marker. */
export const isMarkerKey = (key: string): boolean => key.endsWith('/')

/** The order of keys in every listing: by the bytes of their UTF-8, as S3 has it (and Postgres with the collation "C"). */
export function compareKeys(a: string, b: string): number {
  // The language's own order is another one only where there are surrogates, or units above them.
  if (!beyond.test(a) && !beyond.test(b)) return a === b ? 0 : a < b ? -1 : 1
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index += 1) {
    const [unitOfA, unitOfB] = [a.charCodeAt(index), b.charCodeAt(index)]
    if (unitOfA !== unitOfB) return inCodePointOrder(unitOfA) - inCodePointOrder(unitOfB)
  }
  return a.length - b.length
}

const beyond = /[\ud800-\uffff]/

/** Surrogates are part of code points above all that fit one unit, though some such units are greater than they. */
const inCodePointOrder = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)

/** Without an encoder, which is no part of the language. */
function utf8Bytes(text: string): number {
  let bytes = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return bytes
}
