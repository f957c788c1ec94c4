import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toJson, toStorableText } from './json.ts'

it('writes JSON as it is but for what Postgres cannot store', () => {
  expect(toJson({ 'a\0': ['\0b', '\ud800', '\\u0000', '\\\0', '😀', '\n"'] })).toBe('{"a\uFFFD":["\uFFFDb","\uFFFD","\\\\u0000","\\\\\uFFFD","😀","\\n\\""]}')
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    expect(JSON.parse(toJson(text))).toBe(toStorableText(text))
  }))
})
