import { expect, test } from 'vitest'
import { catalogOf, read, tableOf } from './fixtures.ts'
import { parseExplain } from './parse-explain.ts'
import { readExplain } from './read-explain.ts'

/** In the format of Flink 2.3. */
const explain = (physical: string) => `== Abstract Syntax Tree ==\nLogicalProject(id=[$0])\n+- LogicalTableScan(table=[[env-abc123, default, gone]])\n\n== Optimized Physical Plan ==\n${physical}\n\n== Optimized Execution Plan ==\nGroupAggregate(groupBy=[id], select=[id])\n`

const scan = (table: string, mode = 'I') => `TableSourceScan(table=[[env-abc123, default, ${table}]], fields=[id], changelogMode=[${mode}])`
const facts = (physical: string, properties: Record<string, string> = {}, sql = 'SELECT 1') =>
  readExplain({
    text: explain(physical), read: read(sql), properties, nowMs: 5,
    catalog: catalogOf([tableOf('default', 'orders', { connector: 'datagen' }), tableOf('default', 'counted', { connector: 'datagen', 'fields.id.kind': 'sequence' }), tableOf('default', 'topic', { connector: 'kafka' }), tableOf('default', 'files', { connector: 'filesystem', path: 'x' }), tableOf('default', 'a, b', { connector: 'filesystem', path: 'x' })]),
  })

test('a result is append-only when its last node only inserts', () => {
  expect(facts(`Calc(select=[id], changelogMode=[I])\n+- ${scan('orders')}`).traits).toEqual({ isBounded: false, isAppendOnly: true })
  expect(facts(`GroupAggregate(groupBy=[id], select=[id], changelogMode=[I,UA])\n+- ${scan('orders')}`).traits.isAppendOnly).toBe(false)
})

test('of a sink its input counts, of a statement set every sink', () => {
  const plain = `Sink(table=[env-abc123.default.bh], fields=[id, c], changelogMode=[NONE])\n+- Calc(select=[id], changelogMode=[I])\n   +- ${scan('orders')}`
  const grouped = `Sink(table=[env-abc123.default.bh], fields=[id, c], changelogMode=[NONE])\n+- GroupAggregate(groupBy=[id], select=[id, COUNT(*) AS c], changelogMode=[I,UB,UA])\n   +- ${scan('orders')}`
  expect(facts(plain).traits.isAppendOnly).toBe(true)
  expect(facts(`${plain}\n\n${grouped}`).traits.isAppendOnly).toBe(false)
  expect(parseExplain(explain(plain))?.sinks).toEqual(['env-abc123.default.bh'])
})

test('a statement ends when all it reads ends', () => {
  expect(facts(scan('files')).traits.isBounded).toBe(true)
  expect(facts('Values(tuples=[[{ 0 }]])').traits.isBounded).toBe(true)
  expect(facts(scan('a, b, project=[id], metadata=[]')).traits.isBounded).toBe(true)
  expect(facts(`Union(all=[true], union=[id], changelogMode=[I])\n:- ${scan('files')}\n+- ${scan('orders')}`).traits.isBounded).toBe(false)
  expect(facts(scan('orders'), { 'sql.snapshot.mode': 'now' }).traits.isBounded).toBe(true)
  expect(facts(scan('counted')).traits.isBounded).toBe(true)
  expect(facts(scan('topic')).traits.isBounded).toBe(false)
  expect(facts(scan('topic'), { 'sql.tables.scan.bounded.mode': 'latest-offset' }).traits.isBounded).toBe(true)
  expect(facts(scan('unknown')).traits.isBounded).toBe(false)
  expect(facts(scan('orders'), {}, "SELECT * FROM orders /*+ OPTIONS('number-of-rows'='1') */").traits.isBounded).toBe(true)
})

test('which sinks commit with checkpoints, and which of them are files', () => {
  const into = (table: string) => `Sink(table=[env-abc123.default.${table}], fields=[id], changelogMode=[NONE])\n+- ${scan('orders')}`
  expect(facts(into('topic'))).toMatchObject({ exactlyOnceSinks: [], fileSinks: [] })
  expect(facts(into('topic'), {}, "INSERT INTO topic /*+ OPTIONS('sink.delivery-guarantee'='exactly-once') */ SELECT 1")).toMatchObject({ exactlyOnceSinks: ['env-abc123.default.topic'], fileSinks: [] })
  expect(facts(`${into('files')}\n\n${into('topic')}`)).toMatchObject({ exactlyOnceSinks: ['env-abc123.default.files'], fileSinks: ['env-abc123.default.files'] })
})

const grouped = (table: string) => `GroupAggregate(groupBy=[id], select=[id], changelogMode=[I,UA])\n+- Exchange(distribution=[hash[id]], changelogMode=[I])\n   +- ${scan(table)}`
test.each([
  ['a join', `Calc(select=[id], changelogMode=[I])\n+- Join(joinType=[InnerJoin], where=[=(id, id0)], changelogMode=[I])\n   :- ${scan('orders')}\n   +- ${scan('orders')}`, 'join without a bound'],
  ['a GROUP BY', grouped('orders'), 'GROUP BY'],
  ['a ranking', `Rank(strategy=[AppendFastStrategy], partitionBy=[id], orderBy=[t DESC], changelogMode=[I,UA,D])\n+- ${scan('orders')}`, 'deduplication'],
  ['MATCH_RECOGNIZE', `Match(partitionBy=[id], pattern=[A], changelogMode=[I])\n+- ${scan('orders')}`, 'WITHIN'],
  ['an upsert source', `ChangelogNormalize(key=[id], changelogMode=[I,UB,UA,D])\n+- ${scan('orders', 'UA,D')}`, 'upsert table'],
])('%s over an endless source is warned about', (_, physical, words) => {
  const [warning, ...more] = facts(physical).warnings
  expect(more).toEqual([])
  expect(warning).toMatchObject({ severity: 'MODERATE', reason: 'UNBOUNDED_STATE', createdAtMs: 5 })
  expect(warning?.message).toContain(words)
  expect(facts(physical, { 'sql.state-ttl': '1 h' }).warnings).toEqual([])
  expect(facts(physical, { 'sql.state-ttl': '0' }).warnings).toHaveLength(1)
})

test('no warning where state is bounded', () => {
  expect(facts(grouped('files')).warnings).toEqual([])
  expect(facts(`GroupAggregate(select=[COUNT(*) AS c], changelogMode=[I,UA])\n+- ${scan('orders')}`).warnings).toEqual([])
  expect(facts(`GlobalWindowAggregate(groupBy=[id], window=[TUMBLE(slice_end=[$slice_end], size=[1 min])], changelogMode=[I])\n+- ${scan('orders')}`).warnings).toEqual([])
  expect(facts(`IntervalJoin(joinType=[InnerJoin], windowBounds=[isRowTime=true], changelogMode=[I])\n:- ${scan('orders')}\n+- ${scan('orders')}`).warnings).toEqual([])
})

test('a text without a plan tells nothing', () => {
  expect(parseExplain('something else')).toBeUndefined()
  expect(readExplain({ text: '', read: read('SELECT 1'), properties: {}, catalog: catalogOf(), nowMs: 1 })).toEqual({ traits: {}, warnings: [] })
})
