/** The texts of the elements that were asked for, in that order; undefined where there is none. */
export type PlainEntry = readonly (string | undefined)[]

/** What stands at one place in an entry. */
interface Element {
  opening: string
  closing: string
  /** Which of those asked for; -1: none. */
  index: number
}

/**
 * Takes the entries out of an answer that consists of thousands of them, far faster than a parser of all XML: those that are written as every
 * store writes them, elements with plain text and nothing else. What is written in another way stays in `rest`, with everything around the entries:
 * that is for the parser. Texts that need decoding of entities count as another way, but for those of elements that were not asked for.
 */
export function readPlainEntries(xml: string, name: string, elements: readonly string[]): { entries: PlainEntry[]; rest: string } {
  const begin = `<${name}>`
  const end = `</${name}>`
  // One entry is like the other: what stood at a place before is looked for there first.
  const expected: Element[] = []
  const entries: PlainEntry[] = []
  const rest: string[] = []
  let at = 0
  for (;;) {
    const from = xml.indexOf(begin, at)
    const to = from === -1 ? -1 : xml.indexOf(end, from)
    if (to === -1) break
    const entry = readEntry(xml, from + begin.length, to, elements, expected)
    if (entry === undefined) rest.push(xml.slice(at, to + end.length))
    else {
      if (from > at) rest.push(xml.slice(at, from))
      entries.push(entry)
    }
    at = to + end.length
  }
  rest.push(xml.slice(at))
  return { entries, rest: rest.join('') }
}

function readEntry(xml: string, from: number, to: number, elements: readonly string[], expected: Element[]): PlainEntry | undefined {
  const entry = new Array<string | undefined>(elements.length).fill(undefined)
  let place = 0
  for (let at = from; at < to; ) {
    // Between elements there may be lines and blanks.
    if (xml.charCodeAt(at) <= 0x20) {
      at += 1
      continue
    }
    let element = expected[place]
    if (element === undefined || !xml.startsWith(element.opening, at)) {
      const nameEnd = xml.indexOf('>', at)
      if (xml[at] !== '<' || nameEnd === -1 || nameEnd > to) return undefined
      const name = xml.slice(at + 1, nameEnd)
      if (!/^\w+$/.test(name)) return undefined
      element = { opening: `<${name}>`, closing: `</${name}>`, index: elements.indexOf(name) }
      expected[place] = element
    }
    place += 1
    const textFrom = at + element.opening.length
    const textEnd = xml.indexOf(element.closing, textFrom)
    if (textEnd === -1 || textEnd + element.closing.length > to) return undefined
    if (element.index !== -1) {
      const text = xml.slice(textFrom, textEnd)
      if (entry[element.index] !== undefined || special.test(text)) return undefined
      entry[element.index] = text
    }
    at = textEnd + element.closing.length
  }
  return entry
}

/** What is not the text that it says, or no text. */
const special = /[<&\r]/
