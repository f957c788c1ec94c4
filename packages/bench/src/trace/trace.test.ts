import { describe, expect, it } from 'vitest'
import { breakDown, medianParts } from './break-down.ts'
import { parseTrace } from './read-trace.ts'

const span = (startMs: number, durationMs: number, verb: string, uid = 'u1') => ({ key: `statement/o/e/${uid}`, port: 'store', verb, startMs, durationMs })
const way = { uid: 'u1', postedAtMs: 0, answeredAtMs: 10, seenAtMs: 100 }

describe('breakDown', () => {
  it('gives every millisecond to one part', () => {
    const parts = breakDown(way, [span(15, 5, 'lease'), span(30, 20, 'commit'), span(60, 10, 'commit')])
    expect(parts).toEqual({
      'POST to its answer': 10, 'answer to first look (queue)': 5, 'Postgres: lease': 5, 'between calls (planning, waiting)': 20, 'Postgres: commit': 30, 'last call to seen by the client': 30,
    })
    expect(Object.values(parts).reduce((sum, ms) => sum + ms, 0)).toBe(100)
  })

  it('counts calls that overlap once, and those of others not at all', () => {
    const parts = breakDown(way, [span(10, 40, 'load'), span(20, 40, 'load'), span(20, 1, 'load', 'u2')])
    expect(parts['Postgres: load']).toBe(50)
    expect(Object.values(parts).reduce((sum, ms) => sum + ms, 0)).toBe(100)
  })

  it('cuts off what goes on after the client has seen it', () => {
    expect(breakDown(way, [span(90, 50, 'release')])['Postgres: release']).toBe(10)
  })
})

it('takes medians with missing parts as 0', () => {
  expect(medianParts([{ a: 1 }, { a: 3, b: 4 }, { a: 5 }])).toEqual([['a', 3], ['b', 0]])
})

it('leaves out a line that is still being written', () => {
  expect(parseTrace('{"port":"store","verb":"lease","startMs":1,"durationMs":2}\n{"port":"st')).toEqual([{ port: 'store', verb: 'lease', startMs: 1, durationMs: 2 }])
})
