import fc from 'fast-check'
import { expect, it } from 'vitest'
import { modifiedUtf8 } from '../testing/byte-writer.ts'
import { decodeModifiedUtf8 } from './modified-utf8.ts'

it('reads every text back that a name can have', () => {
  const unit = fc.oneof(fc.constantFrom('a', '/', 'é', '→', '💥', '\u07ff', '\u0800', '\uffff', '\u0001', '\u007f', '\u0080'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }))
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 40 }), (units) => {
      const text = units.join('')
      expect(decodeModifiedUtf8(modifiedUtf8(text))).toBe(text.includes('\0') || !text.isWellFormed() ? undefined : text)
    }),
  )
})

it('reads long texts', () => {
  const text = '→'.repeat(20_000)
  expect(decodeModifiedUtf8(modifiedUtf8(text))).toBe(text)
})

it.each<[string, number[]]>([
  ['a NUL', [0x61, 0]],
  ['a NUL of two bytes', [0xc0, 0x80]],
  ['a continuation alone', [0x80]],
  ['a start alone', [0xc3]],
  ['three bytes of which one is missing', [0xe2, 0x86]],
  ['a start where a continuation belongs', [0xe2, 0xc3, 0x80]],
  ['four bytes, which plain UTF-8 has', [0xf0, 0x9f, 0x92, 0xa5]],
  ['half of a surrogate pair', [0xed, 0xa0, 0x80]],
])('refuses %s', (_name, bytes) => {
  expect(decodeModifiedUtf8(Uint8Array.from(bytes))).toBeUndefined()
})
