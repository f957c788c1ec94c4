import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPlainEntries } from './read-plain-entries.ts'

const elements = ['Key', 'Size']
const read = (xml: string) => {
  const { entries, rest } = readPlainEntries(xml, 'Contents', elements)
  return { entries, rest }
}
const plain = '<Contents><Key>a/b</Key><ETag>&quot;0&quot;</ETag><Owner><ID>x</ID><DisplayName>y</DisplayName></Owner><Size>12</Size></Contents>'

describe('readPlainEntries', () => {
  it('takes out what is plain and leaves everything around it', () => {
    expect(read(`<?xml version="1.0"?><R><Name>b</Name>${plain}<Contents>\n  <Size>1</Size>\n  <Key></Key>\n</Contents><Contents><Key>c</Key></Contents><More>x</More></R>`)).toEqual({
      entries: [['a/b', '12'], ['', '1'], ['c', undefined]],
      rest: '<?xml version="1.0"?><R><Name>b</Name><More>x</More></R>',
    })
  })

  it.each([
    ['a text with entities', '<Contents><Key>a&amp;b</Key></Contents>'],
    ['a text in CDATA', '<Contents><Key><![CDATA[a]]></Key></Contents>'],
    ['CDATA that looks like the end', '<Contents><Key><![CDATA[</Key></Contents>]]></Key></Contents>'],
    ['a comment', '<Contents><!-- x --><Key>a</Key></Contents>'],
    ['attributes', '<Contents><Key a="b">a</Key></Contents>'],
    ['a blank in a name', '<Contents><Key >a</Key ></Contents>'],
    ['an element without content', '<Contents><Key>a</Key><Size/></Contents>'],
    ['an element twice', '<Contents><Key>a</Key><Key>b</Key></Contents>'],
    ['a text between', '<Contents>x<Key>a</Key></Contents>'],
    ['an element without end', '<Contents><Key>a</Contents>'],
    ['an entry without end', '<Contents><Key>a</Key>'],
    ['nothing of it', '<Error><Code>SlowDown</Code></Error>'],
  ])('leaves the rest to the parser: %s', (_what, xml) => {
    const mixed = read(`<R>${plain}${xml}${plain}</R>`)
    expect(read(`<R>${xml}</R>`)).toEqual({ entries: [], rest: `<R>${xml}</R>` })
    expect(mixed.rest).toContain(xml)
  })

  it('loses nothing, whatever comes', () => {
    const piece = fc.constantFrom('<Contents>', '</Contents>', '<Key>', '</Key>', '<Size>', '</Size>', 'a', '&amp;', '<![CDATA[', ']]>', '<', '>', ' ', plain)
    fc.assert(fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      const xml = pieces.join('')
      const { entries, rest } = readPlainEntries(xml, 'Contents', elements)
      // Each entry that was taken is one begin and one end of those that were there.
      const count = (text: string, what: string) => text.split(what).length - 1
      expect(count(rest, '</Contents>') + entries.length).toBe(count(xml, '</Contents>'))
      expect(readPlainEntries(rest, 'Contents', elements).entries.length === 0 || entries.length > 0).toBe(true)
    }))
  })
})
