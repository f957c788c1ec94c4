/** An entry of an answer in XML: the text of each element in it, by name. */
export type PlainEntry = Map<string, string>

/**
 * Takes the entries out of an answer that consists of thousands of them, far faster than a parser of all XML: those that are written as every
 * store writes them, elements with plain text and nothing else. What is written in another way stays in `rest`, with everything around the entries:
 * that is for the parser. Texts that need decoding of entities count as another way, but for those of `ignored` elements, which are not read.
 */
export function readPlainEntries(xml: string, name: string, elements: ReadonlySet<string>): { entries: PlainEntry[]; rest: string } {
  const begin = `<${name}>`
  const end = `</${name}>`
  const entries: PlainEntry[] = []
  const rest: string[] = []
  let at = 0
  for (;;) {
    const from = xml.indexOf(begin, at)
    const to = from === -1 ? -1 : xml.indexOf(end, from)
    if (to === -1) break
    const entry = readEntry(xml, from + begin.length, to, elements)
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

function readEntry(xml: string, from: number, to: number, elements: ReadonlySet<string>): PlainEntry | undefined {
  const entry: PlainEntry = new Map()
  for (let at = from; at < to; ) {
    if (xml[at] !== '<') {
      // Between elements there may be lines and blanks.
      if (xml.charCodeAt(at) > 0x20) return undefined
      at += 1
      continue
    }
    const nameEnd = xml.indexOf('>', at)
    const name = xml.slice(at + 1, nameEnd)
    const closing = `</${name}>`
    const textEnd = xml.indexOf(closing, nameEnd)
    if (nameEnd === -1 || textEnd === -1 || textEnd + closing.length > to) return undefined
    if (elements.has(name)) {
      const text = xml.slice(nameEnd + 1, textEnd)
      if (entry.has(name) || /[<&\r]/.test(text)) return undefined
      entry.set(name, text)
    }
    at = textEnd + closing.length
  }
  return entry
}
