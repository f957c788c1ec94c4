import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitrarySql } from '../testing/arbitrary-sql.ts'
import { tokenize } from './tokenize.ts'

const cut = (sql: string): string[] => {
  const tokens = tokenize(sql)
  if (!tokens.ok) return [tokens.message]
  return tokens.value.filter((token) => token.kind !== 'space').map((token) => `${token.kind}:${token.text}`)
}
const values = (sql: string): string[] => {
  const tokens = tokenize(sql)
  return tokens.ok ? tokens.value.map((token) => token.value) : [tokens.message]
}

// What Flink 2.3's own lexer makes of each of these was compared by running it.
describe('tokenize', () => {
  it('cuts words, names, strings, numbers and symbols', () => {
    expect(cut('sElect `a``b`, \'it\'\'s\' FROM tést.x WHERE a$1<=1.5e-3 AND b<>.5')).toEqual([
      'word:sElect', 'quoted-identifier:`a``b`', 'symbol:,', "string:'it''s'", 'word:FROM', 'word:tést', 'symbol:.', 'word:x',
      'word:WHERE', 'word:a$1', 'symbol:<=', 'number:1.5e-3', 'word:AND', 'word:b', 'symbol:<>', 'number:.5',
    ])
  })

  it('gives values unescaped and words in upper case, A to Z only', () => {
    expect(values("'it''s'")).toEqual(["it's"])
    expect(values('`a``b`')).toEqual(['a`b'])
    expect(values('ſelect')).toEqual(['ſELECT'])
  })

  it('knows the strings with prefixes', () => {
    expect(cut("U&'\\0041' n'x' x'ff' _utf-8'y' e'a\\'b' E'\\\\'")).toEqual([
      "string:U&'\\0041'", "string:n'x'", "string:x'ff'", "string:_utf-8'y'", "string:e'a\\'b'", "string:E'\\\\'",
    ])
    expect(cut("_a--'b'")).toEqual(["string:_a--'b'"])
  })

  it('reads comments as Flink does', () => {
    expect(cut('a -- b\nc // d\r\ne /* f */ g')).toEqual(['word:a', 'comment:-- b', 'word:c', 'comment:// d', 'word:e', 'comment:/* f */', 'word:g'])
    expect(cut('/***/ a /* */ b')).toEqual(['comment:/***/ a /* */', 'word:b'])
    expect(cut('/**/ a')).toEqual(['comment:/**/', 'word:a'])
    expect(cut('2*/*c*/3')).toEqual(['number:2', 'hint:*/', 'symbol:*', 'word:c', 'hint:*/', 'number:3'])
  })

  it('reads the inside of a hint as tokens, so that a string can hold its end', () => {
    expect(cut("/*+ OPTIONS('a' = '*/') */")).toEqual(['hint:/*+', 'word:OPTIONS', 'symbol:(', "string:'a'", 'symbol:=', "string:'*/'", 'symbol:)', 'hint:*/'])
  })

  it.each([
    ["SELECT\n  'abc", /string.*not closed.*line 2, column 3/],
    ['SELECT `abc\n`', /name.*not closed.*line 1, column 8/],
    ['SELECT ``', /name.*empty.*line 1, column 8/],
    ['SELECT 1 /* x', /comment.*not closed.*line 1, column 10/],
    ['SELECT /***/', /comment.*not closed.*line 1, column 8/],
    ['SELECT "a"', /Double quotes.*line 1, column 8/],
    ['SELECT U&"a"', /line 1, column 9/],
    ['SELECT \u00a01', /U\+00A0.*line 1, column 8/],
    ['SELECT a--b$c', /collation.*line 1, column 8/],
    ['SELECT 💥', /U\+1F4A5/],
  ])('refuses %j', (sql, message) => {
    expect(tokenize(sql)).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringMatching(message) })
  })

  it('is lossless, and its spans are the texts', () => {
    fc.assert(
      fc.property(arbitrarySql, (sql) => {
        const tokens = tokenize(sql)
        if (!tokens.ok) return
        expect(tokens.value.map((token) => token.text).join('')).toBe(sql)
        for (const token of tokens.value) expect(sql.slice(token.start, token.end)).toBe(token.text)
      }),
      { numRuns: 2000 },
    )
  })

  it('cuts a long text in time', () => {
    expect(tokenize("'a''b'".repeat(20_000)).ok).toBe(true)
    expect(tokenize(`'${"''".repeat(65_000)}'`).ok).toBe(true)
    expect(tokenize('a-'.repeat(65_000)).ok).toBe(true)
  })
})
