import fc from 'fast-check'

type Change = (bytes: Uint8Array) => Uint8Array

/** What a bad disk, a bad network or a bad person does to a file, one to four times. */
export const arbitraryChanges: fc.Arbitrary<Change> = fc
  .array(fc.oneof(flips(), writes(), insertions(), removals(), swaps()), { minLength: 1, maxLength: 4 })
  .map((changes) => (bytes) => changes.reduce((changed, change) => change(changed), bytes))

function flips(): fc.Arbitrary<Change> {
  return fc.tuple(place(), fc.nat(7)).map(([share, bit]) => (bytes) => written(bytes, at(bytes, share), [(bytes[at(bytes, share)] ?? 0) ^ (1 << bit)]))
}

/** Numbers on which counters, sizes and types go wrong. */
function writes(): fc.Arbitrary<Change> {
  const numbers = fc.constantFrom([0], [0xff], [3], [14], [0x7f, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0xff], [0x80, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0x80, 0], [0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0xff, 0xff])
  return fc.tuple(place(), numbers).map(([share, number]) => (bytes) => written(bytes, at(bytes, share), number))
}

function insertions(): fc.Arbitrary<Change> {
  return fc.tuple(place(), fc.uint8Array({ minLength: 1, maxLength: 40 })).map(([share, more]) => (bytes) => joined(bytes.subarray(0, at(bytes, share)), more, bytes.subarray(at(bytes, share))))
}

function removals(): fc.Arbitrary<Change> {
  return fc.tuple(place(), fc.integer({ min: 1, max: 200 })).map(([share, length]) => (bytes) => joined(bytes.subarray(0, at(bytes, share)), bytes.subarray(at(bytes, share) + length)))
}

/** A part of the file over another part. */
function swaps(): fc.Arbitrary<Change> {
  return fc.tuple(place(), place(), fc.integer({ min: 1, max: 300 })).map(([from, to, length]) => (bytes) => written(bytes, at(bytes, to), bytes.subarray(at(bytes, from), at(bytes, from) + length)))
}

function written(bytes: Uint8Array, position: number, values: ArrayLike<number>): Uint8Array {
  const changed = bytes.slice()
  for (let index = 0; index < values.length && position + index < changed.length; index++) changed[position + index] = values[index] ?? 0
  return changed
}

function joined(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let position = 0
  for (const part of parts) {
    whole.set(part, position)
    position += part.length
  }
  return whole
}

/** Bits that fall over, one to three: most files stay readable, but for what these bits said. */
export const arbitraryFlips: fc.Arbitrary<Change> = fc.array(flips(), { minLength: 1, maxLength: 3 }).map((changes) => (bytes) => changes.reduce((changed, change) => change(changed), bytes))

/** Where, as a share of the length. */
function place(): fc.Arbitrary<number> {
  return fc.noBias(fc.nat(999_999)).map((parts) => parts / 1_000_000)
}

function at(bytes: Uint8Array, share: number): number {
  return Math.floor(share * bytes.length)
}
