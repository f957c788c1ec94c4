import { describe, expect, it } from 'vitest'
import { displayWidth } from './display-width.ts'
import { chooseWidths, createTable, renderTable } from './table.ts'

describe('tables', () => {
  it('cuts the widest column until a line fits the terminal', () => {
    const text = renderTable(['id', 'text'], [['1', 'x'.repeat(100)], ['22', 'short']], { terminalWidth: 30 })
    expect(text.split('\n')).toEqual(['id | text', `---+-${'-'.repeat(25)}`, `1  | ${'x'.repeat(24)}…`, '22 | short'])
  })

  it('cuts nothing in a pipe, and pads later rows to the widths of the first ones', () => {
    const write = createTable(['a', 'b'], { alignRight: [true] })
    expect(write([['1', 'x']])).toBe('a | b\n--+--\n1 | x')
    expect(write([['333', 'y'.repeat(50)]])).toBe(`333 | ${'y'.repeat(50)}`)
    expect(renderTable(['a'], [], {}, 'Nothing.')).toBe('Nothing.')
  })

  it('lets no cell move the cursor or break its line', () => {
    expect(renderTable(['a'], [['x\ny\u001b[2J\u202e']], {})).toContain('x\\ny\\u001b[2J\\u202e')
  })

  it('knows wide characters', () => {
    expect(displayWidth('日本')).toBe(4)
    expect(displayWidth('e\u0301')).toBe(1)
    expect(chooseWidths(['a'], [['日本']], undefined)).toEqual([4])
  })
})
