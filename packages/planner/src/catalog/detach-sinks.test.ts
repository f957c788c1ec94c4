import { describe, expect, it } from 'vitest'
import { detachSinks } from './detach-sinks.ts'

const plan = `{
  "flinkVersion" : "2.3",
  "nodes" : [ {
    "id" : 1,
    "type" : "stream-exec-table-source-scan_2",
    "description" : "\\"id\\" : 3, \\"type\\" : \\"stream-exec-sink_1\\" \\"edges\\"",
    "big" : 9223372036854775807
  }, {
    "id" : 3,
    "type" : "stream-exec-sink_1",
    "inputProperties" : [ { "target" : 3 } ]
  } ],
  "edges" : [ {
    "source" : 1,
    "target" : 3,
    "shuffle" : { "type" : "FORWARD" }
  } ]
}`

describe('detachSinks', () => {
  it('gives sinks other ids, also where edges lead to them, and changes nothing else', () => {
    const detached = detachSinks(plan) ?? ''
    expect(JSON.parse(detached)).toMatchObject({ nodes: [{ id: 1 }, { id: 1_000_003, inputProperties: [{ target: 3 }] }], edges: [{ source: 1, target: 1_000_003 }] })
    expect(detached).toContain('9223372036854775807')
    expect(detached.split('\n').filter((line, index) => line !== plan.split('\n')[index])).toHaveLength(2)
  })

  it('says so when there is no sink', () => {
    expect(detachSinks('{"nodes":[],"edges":[]}')).toBeUndefined()
  })
})
