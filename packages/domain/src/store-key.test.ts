import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareKeys, keyProblem, objectKeyProblem } from './store-key.ts'

test('keys are ordered as the bytes of their UTF-8', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '-', '.', '/', '0', 'é', '\u{ffff}', '\u{e000}', '\u{10000}', '\u{1f600}', '漢'), maxLength: 6 })
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareKeys(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))))
    }),
    { numRuns: 2_000 },
  )
})

test('a part may have 255 bytes, not characters', () => {
  for (const character of ['x', 'é', '漢', '😀']) {
    const fits = character.repeat(Math.floor(255 / Buffer.byteLength(character)))
    expect(keyProblem(`a/${fits}`), character).toBeUndefined()
    expect(keyProblem(`a/${fits}${character}`), character).toContain('255 bytes')
  }
})

test('what could leave a root, or be no text, is no key', () => {
  for (const bad of ['', '/a', 'a/', '../a', 'a/../b', 'a/..', './a', 'a//b', 'a\0b', 'a\ud800']) expect(keyProblem(bad), JSON.stringify(bad)).toBeDefined()
  for (const good of ['a', 'a/b', 'a b', '..a', '-', 'a%2Fb', 'é/漢']) expect(keyProblem(good), good).toBeUndefined()
})

test('an object may be a marker', () => {
  expect(objectKeyProblem('a/b/')).toBeUndefined()
  expect(objectKeyProblem('a/b')).toBeUndefined()
  for (const bad of ['/', 'a//', '../', '']) expect(objectKeyProblem(bad), bad).toBeDefined()
})
