import { expect, test } from 'vitest'
import { catalogOf, read, tableOf } from './fixtures.ts'
import { isCompiledPlan, parseCompiledPlan } from './parse-compiled-plan.ts'
import { readExplain } from './read-explain.ts'

/** In the format of Flink 2.3; of each node what is read, and a little more. */
const plan = (...nodes: [description: string, inputChangelogMode?: string[]][]) =>
  JSON.stringify({ flinkVersion: '2.3', nodes: nodes.map(([description, inputChangelogMode], id) => ({ id, type: 'stream-exec-x_1', ...(inputChangelogMode === undefined ? {} : { inputChangelogMode }), description })), edges: [] })
const scan = 'TableSourceScan(table=[[env-abc123, default, orders, watermark=[-(t, 1000:INTERVAL SECOND)]]], fields=[id, t])'
const sink = 'Sink(table=[env-abc123.default.bh], fields=[id, c])'

test('tells what EXPLAIN would: sources, sinks, whether rows are final, what grows', () => {
  expect(parseCompiledPlan(plan([scan], ['Calc(select=[id], where=[(id > 0)])'], [sink, ['INSERT']]))).toEqual({
    isAppendOnly: true, sources: ['env-abc123, default, orders'], sinks: ['env-abc123.default.bh'], unboundedState: [],
  })
  const grouped = parseCompiledPlan(plan([scan], ['GroupAggregate(groupBy=[id], select=[id, COUNT(*) AS c])'], [sink, ['INSERT', 'UPDATE_BEFORE', 'UPDATE_AFTER']]))
  expect(grouped).toMatchObject({ isAppendOnly: false, unboundedState: [expect.stringContaining('GROUP BY')] })
})

test('of a statement set every sink counts', () => {
  expect(parseCompiledPlan(plan([scan], [sink, ['INSERT']], [sink, ['INSERT', 'UPDATE_AFTER']]))?.isAppendOnly).toBe(false)
  expect(parseCompiledPlan(plan([scan], [sink, ['INSERT']], [sink, ['INSERT']]))?.isAppendOnly).toBe(true)
})

test('a text of a user in a description does not end it', () => {
  const odd = "Calc(select=[id], where=[(name <> 'a\nGroupAggregate(groupBy=[id])')])"
  expect(parseCompiledPlan(plan([scan], [odd], [sink, ['INSERT']]))?.unboundedState).toEqual([])
})

test.each(['', 'no plan', '{}', '{"nodes":[]}', '{"nodes":[{"id":1}]}', '{"nodes":[null]}', '[1]'])('%j is no plan', (text) => {
  expect(isCompiledPlan(text)).toBe(false)
})

test('is read like an EXPLAIN', () => {
  const input = { read: read('INSERT INTO bh SELECT id, 1 FROM orders'), properties: {}, nowMs: 5, catalog: catalogOf([tableOf('default', 'orders', { connector: 'datagen', 'number-of-rows': '5' })]) }
  expect(readExplain({ ...input, text: plan([scan], [sink, ['INSERT']]) })).toEqual({ traits: { isBounded: true, isAppendOnly: true }, warnings: [], exactlyOnceSinks: [], fileSinks: [] })
})

test.each([
  [{ connector: 'kafka', 'sink.delivery-guarantee': 'exactly-once' }, 1],
  [{ connector: 'kafka' }, 0],
  [{ connector: 'filesystem', path: 'file:///x' }, 1],
  [{ connector: 'blackhole' }, 0],
])('tells which targets are written with checkpoints: %j', (options, count) => {
  const catalog = catalogOf([tableOf('default', 'orders', { connector: 'datagen' }), tableOf('default', 'bh', options)])
  const facts = readExplain({ read: read('INSERT INTO bh SELECT id, 1 FROM orders'), properties: {}, nowMs: 5, catalog, text: plan([scan], [sink, ['INSERT']]) })
  expect(facts.exactlyOnceSinks).toHaveLength(count)
})
