import { describe, expect, it } from 'vitest'
import { createRowWriter } from './row-writer.ts'

const columns = [
  { name: 'n', type: { type: 'BIGINT' } },
  { name: 'tags', type: { type: 'MAP', key_type: { type: 'VARCHAR' }, value_type: { type: 'ARRAY', element_type: { type: 'INTEGER' } } } },
]
const rows = [{ op: 0, row: ['1', [['a', ['1', null]]]] }, { op: 1, row: ['1', null] }, { op: 2, row: ['20', [['b, "c"', []]]] }, { op: 3, row: [null, []] }]

describe('rows', () => {
  it('shows a changelog with its ops', () => {
    expect(createRowWriter({ format: 'table', columns, isChangelog: true })(rows).split('\n')).toEqual([
      'op | n    | tags', `---+------+-${'-'.repeat(13)}`, '+I |    1 | {a=[1, NULL]}', '-U |    1 | NULL', '+U |   20 | {b, "c"=[]}', '-D | NULL | {}',
    ])
  })

  it('shows no op where there are only inserts', () => {
    expect(createRowWriter({ format: 'table', columns: [columns[0]!], isChangelog: false })([rows[0]!])).toBe('n\n-\n1')
  })

  it('writes CSV with its head once, NULL empty and texts quoted where needed', () => {
    const write = createRowWriter({ format: 'csv', columns, isChangelog: true })
    expect(write(rows.slice(0, 2))).toBe('op,n,tags\n+I,1,"{a=[1, NULL]}"\n-U,1,')
    expect(write(rows.slice(2))).toBe('+U,20,"{b, ""c""=[]}"\n-D,,{}')
  })

  it('writes one JSON object per row', () => {
    expect(createRowWriter({ format: 'json', columns, isChangelog: true })([rows[1]!])).toBe('{"op":"-U","row":{"n":"1","tags":null}}')
    expect(createRowWriter({ format: 'json', columns: [columns[0]!], isChangelog: false })([rows[0]!])).toBe('{"n":"1"}')
  })
})
