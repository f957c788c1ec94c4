import { randomBytes } from 'node:crypto'

/** A canary that was found where none may be. */
export interface Sighting {
  /** What the canary stands for. */
  canary: string
  /** How it was written there: `clear`, `base64`, `hex`, … */
  form: string
  place: string
  /** The bytes around it, as text. */
  around: string
}

/** Texts like no other, put where secrets go, and looked for where none may be. */
export interface Canaries {
  /** A new one: letters and digits, so that it stands unchanged in SQL, JSON, URLs and shells. */
  make(what: string): string
  /** A secret that was made elsewhere, of at least 12 characters. */
  register(what: string, secret: string): void
  /** The canaries in these bytes, at most one sighting of each canary and form. */
  find(bytes: Uint8Array | string, place: string): Sighting[]
  /** The longest form that is looked for: pieces of a file overlap by so many bytes. */
  formBytesMax(): number
  /** How many there are. */
  count(): number
}

interface Pattern {
  canary: string
  form: string
  bytes: Buffer
}

/** Makes a flock; two flocks never share a text. */
export function createCanaries(): Canaries {
  // What all share is looked for first: one search for many canaries.
  const flock = `cnry${randomBytes(6).toString('hex')}`
  const shared = patternsOf('', flock)
  const made: Pattern[] = []
  const registered: Pattern[] = []
  let count = 0
  const search = (patterns: readonly Pattern[], bytes: Buffer, place: string): Sighting[] =>
    patterns.flatMap(({ canary, form, bytes: wanted }) => {
      const at = bytes.indexOf(wanted)
      return at < 0 ? [] : [{ canary, form, place, around: printable(bytes.subarray(Math.max(0, at - 120), at + wanted.length + 60)) }]
    })
  return {
    make(what) {
      count += 1
      const text = `${flock}x${String(count).padStart(3, '0')}${randomBytes(4).toString('hex')}`
      made.push(...patternsOf(what, text))
      return text
    },
    register(what, secret) {
      if (secret.length < 12) throw new Error(`${what}: a secret of ${secret.length} characters is found everywhere.`)
      count += 1
      registered.push(...patternsOf(what, secret))
    },
    find(bytes, place) {
      const buffer = typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      const isNear = shared.some((pattern) => buffer.includes(pattern.bytes))
      const found = isNear ? search(made, buffer, place) : []
      // Of one that was cut off, the flock alone is left.
      const cut = isNear && found.length === 0 ? search(shared.map((pattern) => ({ ...pattern, canary: 'one of the flock' })), buffer, place) : []
      return [...found, ...cut, ...search(registered, buffer, place)]
    },
    formBytesMax: () => Math.max(64, ...[...made, ...registered].map((pattern) => pattern.bytes.length)),
    count: () => count,
  }
}

/** The bytes by which a text is known in each form, wherever in a longer text it stands. */
function patternsOf(canary: string, text: string): Pattern[] {
  const clear = Buffer.from(text)
  const hex = clear.toString('hex')
  const escaped = [...text].map((character) => `%${character.charCodeAt(0).toString(16)}`).join('')
  const forms: [string, Buffer][] = [
    ['clear', clear], ['hex', Buffer.from(hex)], ['hex', Buffer.from(hex.toUpperCase())], ['UTF-16', Buffer.from(text, 'utf16le')], ['percent-encoded', Buffer.from(escaped)], ['reversed', Buffer.from([...text].reverse().join(''))],
    // The same for base64url: there is no character in it that they write differently unless the secret brings one.
    ...[0, 1, 2].map((offset): [string, Buffer] => ['base64', base64Inside(clear, offset)]),
    ...(encodeURIComponent(text) === text ? [] : [['percent-encoded', Buffer.from(encodeURIComponent(text))] as [string, Buffer]]),
  ]
  return forms.map(([form, bytes]) => ({ canary, form, bytes }))
}

/** What base64 makes of the text behind `offset` other bytes (modulo 3), without the characters that its neighbours have a part in. */
function base64Inside(clear: Buffer, offset: number): Buffer {
  const encoded = Buffer.concat([Buffer.alloc(offset), clear]).toString('base64').replaceAll('=', '')
  const start = Math.ceil((offset * 8) / 6)
  const whole = Math.floor(((offset + clear.length) * 8) / 6)
  return Buffer.from(encoded.slice(start, whole))
}

const printable = (bytes: Buffer): string => bytes.toString('latin1').replaceAll(/[^\x20-\x7e]/g, '.')
