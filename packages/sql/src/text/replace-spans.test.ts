import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quoteIdentifier, quoteString, renderName } from './quote.ts'
import { cutSpan, replaceSpans } from './replace-spans.ts'
import { tokenize } from './tokenize.ts'

describe('replaceSpans', () => {
  it('replaces spans of the text as given, in any order', () => {
    expect(replaceSpans('abcdef', [{ start: 4, end: 5, text: 'XYZ' }, { start: 0, end: 2, text: '' }, { start: 3, end: 3, text: '+' }])).toBe('c+dXYZf')
    expect(cutSpan('abcdef', { start: 1, end: 5 })).toBe('af')
  })

  it('throws for overlapping spans: that is a bug', () => {
    expect(() => replaceSpans('abc', [{ start: 0, end: 2, text: '' }, { start: 1, end: 3, text: '' }])).toThrow()
  })
})

describe('quoting', () => {
  it('quotes names and strings', () => {
    expect(renderName({ catalog: 'env-1', database: 'd`b', name: 't' })).toBe('`env-1`.`d``b`.`t`')
    expect(quoteString("it's")).toBe("'it''s'")
  })

  it('makes exactly one token, whose value is the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(tokenize(quoteString(text))).toMatchObject({ ok: true, value: [{ kind: 'string', value: text }] })
        if (text === '' || /[\n\r]/.test(text)) return
        expect(tokenize(quoteIdentifier(text))).toMatchObject({ ok: true, value: [{ kind: 'quoted-identifier', value: text }] })
      }),
    )
  })
})
