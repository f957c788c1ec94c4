import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createSeal } from './seal.ts'

const key = new Uint8Array(32).fill(1)
const place = { column: 't.c', organizationId: 'o', environmentId: 'e', name: 'n' }

it('opens what it sealed, and the envelope shows nothing of it', () => {
  const seal = createSeal(key)
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
    const envelope = seal.seal(text, place)
    expect(envelope).toMatch(/^v1:[\w-]{16}:[\w-]+$/)
    expect(seal.open(envelope, place)).toBe(text.toWellFormed())
    if (text.length > 4) expect(envelope).not.toContain(text)
  }))
})

it('seals the same text differently each time', () => {
  const seal = createSeal(key)
  expect(seal.seal('a', place)).not.toBe(seal.seal('a', place))
})

it('does not open elsewhere, with another key, or changed', () => {
  const seal = createSeal(key)
  const envelope = seal.seal('secret', place)
  for (const other of [{ column: 't.d' }, { organizationId: 'p' }, { environmentId: 'f' }, { name: 'm' }]) {
    expect(() => seal.open(envelope, { ...place, ...other })).toThrow('does not open')
  }
  expect(() => createSeal(new Uint8Array(32).fill(2)).open(envelope, place)).toThrow('does not open')
  for (let index = 3; index < envelope.length - 1; index += 5) {
    const changed = `${envelope.slice(0, index)}${envelope[index] === 'A' ? 'B' : 'A'}${envelope.slice(index + 1)}`
    expect(() => seal.open(changed, place)).toThrow('does not open')
  }
  for (const nonsense of ['', 'v1', 'v1::', 'v2:a:b', 'secret', 'v1:a:b:c']) expect(() => seal.open(nonsense, place)).toThrow('does not open')
})

it('parts of the place do not run into each other', () => {
  const seal = createSeal(key)
  const envelope = seal.seal('secret', { ...place, organizationId: 'a', environmentId: 'bc' })
  expect(() => seal.open(envelope, { ...place, organizationId: 'ab', environmentId: 'c' })).toThrow('does not open')
})

it('refuses a key of another size', () => {
  expect(() => createSeal(new Uint8Array(16))).toThrow('32 bytes')
})
