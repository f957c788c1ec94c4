import type { Cell, DataType } from '@headgate/domain'

/**
 * Takes the text of a nested value apart (`{1=(a, b), 2=NULL}`), led by its type: the way to show what the gateway cannot write as
 * JSON. Text inside of strings is not escaped by Flink, so a string that looks like what follows it is cut too early; then the
 * rest does not fit, and a longer string is tried. Undefined when nothing fits, or when too much was tried.
 */
export function readNestedText(text: string, type: DataType): Cell | undefined {
  stepsLeft = stepsMax + 4 * text.length
  for (const [cell, end] of read(text, 0, type, '')) if (end === text.length) return cell
  return undefined
}

/** A value made on purpose could be tried in more ways than there is time; nothing else runs meanwhile. */
const stepsMax = 100_000
let stepsLeft = 0

type Found = Generator<[cell: Cell, end: number]>

function* read(text: string, at: number, type: DataType, closers: string): Found {
  if ((stepsLeft -= 1) < 0) return
  switch (type.type) {
    case 'ARRAY':
      yield* nullOr(text, at, readList(text, at, '[', ']', () => type.element_type))
      return
    case 'ROW':
    case 'STRUCTURED_TYPE': {
      const fields = type.fields ?? []
      yield* nullOr(text, at, readList(text, at, '(', ')', (index) => fields[index]?.field_type, fields.length))
      return
    }
    case 'MAP':
    case 'MULTISET': {
      const key = type.type === 'MAP' ? type.key_type : type.element_type
      const value: DataType | undefined = type.type === 'MAP' ? type.value_type : { type: 'INTEGER', nullable: false }
      yield* nullOr(text, at, readEntries(text, at, key, value))
      return
    }
    default:
      yield* readScalar(text, at, type, closers)
  }
}

function* nullOr(text: string, at: number, found: Found): Found {
  if (text.startsWith('NULL', at)) yield [null, at + 4]
  yield* found
}

function* readList(text: string, at: number, open: string, close: string, typeAt: (index: number) => DataType | undefined, length?: number): Found {
  if (text[at] !== open) return
  if (text[at + 1] === close && (length === undefined || length === 0)) yield [[], at + 2]
  yield* readItems(text, at + 1, close, length, (index, from) => {
    const type = typeAt(index)
    return type === undefined ? undefined : read(text, from, type, `,${close}`)
  })
}

function* readEntries(text: string, at: number, key: DataType | undefined, value: DataType | undefined): Found {
  if (text[at] !== '{' || key === undefined || value === undefined) return
  if (text[at + 1] === '}') yield [[], at + 2]
  yield* readItems(text, at + 1, '}', undefined, (_index, from) => readEntry(text, from, key, value))
}

function* readEntry(text: string, at: number, key: DataType, value: DataType): Found {
  for (const [keyCell, keyEnd] of read(text, at, key, '=')) {
    if (text[keyEnd] !== '=') continue
    for (const [valueCell, end] of read(text, keyEnd + 1, value, ',}')) yield [[keyCell, valueCell], end]
  }
}

/** Items up to `close`. The ways to go back to are kept in a list of our own: there may be more items than calls fit the stack. */
function* readItems(text: string, at: number, close: string, length: number | undefined, itemAt: (index: number, from: number) => Found | undefined): Found {
  const cells: Cell[] = []
  const first = itemAt(0, at)
  const open: Found[] = first === undefined ? [] : [first]
  for (let item = open.at(-1); item !== undefined; item = open.at(-1)) {
    const next = item.next()
    cells.length = open.length - 1
    if (next.done === true) {
      open.pop()
      continue
    }
    const [cell, end] = next.value
    cells.push(cell)
    if (text[end] === close && (length === undefined || cells.length === length)) yield [[...cells], end + 1]
    const following = text.startsWith(', ', end) ? itemAt(cells.length, end + 2) : undefined
    if (following !== undefined) open.push(following)
  }
}

const patterns: Partial<Record<DataType['type'], RegExp>> = {
  BOOLEAN: /TRUE|FALSE/y,
  BINARY: /x'[0-9a-f]*'/y,
  VARBINARY: /x'[0-9a-f]*'/y,
  DATE: /-?\d+-\d\d-\d\d/y,
  TIME_WITHOUT_TIME_ZONE: /\d\d:\d\d:\d\d(?:\.\d+)?/y,
  TIMESTAMP_WITHOUT_TIME_ZONE: /-?\d+-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?/y,
  TIMESTAMP_WITH_LOCAL_TIME_ZONE: /-?\d+-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?/y,
  INTERVAL_YEAR_MONTH: /[+-]\d+-\d\d/y,
  INTERVAL_DAY_TIME: /[+-]\d+ \d\d:\d\d:\d\d(?:\.\d+)?/y,
}
const numeric = /-?(?:\d+(?:\.\d+)?(?:E-?\d+)?|Infinity)|NaN/y
const textual = new Set<DataType['type']>(['CHAR', 'VARCHAR', 'VARIANT', 'RAW'])

function* readScalar(text: string, at: number, type: DataType, closers: string): Found {
  if (textual.has(type.type)) {
    for (let end = at; end <= text.length && (stepsLeft -= 1) > 0; end++) {
      if (end < text.length && !closers.includes(text[end] ?? '')) continue
      const part = text.slice(at, end)
      yield [part === 'NULL' && type.nullable ? null : part, end]
    }
    return
  }
  const pattern = patterns[type.type] ?? numeric
  pattern.lastIndex = at
  const match = pattern.exec(text)
  if (match !== null) yield [match[0], at + match[0].length]
  if (text.startsWith('NULL', at)) yield [null, at + 4]
}
