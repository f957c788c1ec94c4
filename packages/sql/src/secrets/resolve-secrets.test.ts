import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tokenize } from '../text/tokenize.ts'
import { resolveSecrets } from './resolve-secrets.ts'

const lookup = (name: string) => ({ a: 'A', quote: "it's" })[name]

describe('resolveSecrets', () => {
  it('puts values into string literals, escaped', () => {
    expect(resolveSecrets("SELECT '{{sql.secrets.a}}-{{ sql.secrets.quote }}' /* {{sql.secrets.x}} */", lookup)).toEqual({ ok: true, value: "SELECT 'A-it''s' /* {{sql.secrets.x}} */" })
    expect(resolveSecrets('SELECT 1', lookup)).toEqual({ ok: true, value: 'SELECT 1' })
  })

  it.each([
    ["SELECT '{{sql.secrets.none}}'", /secret 'none' \(line 1, column 8\) is not known/],
    ['SELECT `{{sql.secrets.a}}`', /outside of a plain string.*column 8/],
    ['SELECT {{sql.secrets.a}}', /outside of a plain string.*column 8/],
    ["SELECT U&'{{sql.secrets.a}}'", /outside of a plain string/],
    ["SELECT 'x", /not closed/],
  ])('refuses %j', (sql, message) => {
    expect(resolveSecrets(sql, lookup)).toMatchObject({ ok: false, reason: 'rejected', message: expect.stringMatching(message) })
  })

  it('never lets a value out of its literal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (secret) => {
        const resolved = resolveSecrets("SELECT 'a{{sql.secrets.s}}b', 1", () => secret)
        const tokens = tokenize(resolved.ok ? resolved.value : '')
        expect(tokens.ok && tokens.value.map((token) => token.value)).toEqual(['SELECT', ' ', `a${secret}b`, ',', ' ', '1'])
      }),
    )
  })
})
