import { expect, test } from 'vitest'
import { read } from './fixtures.ts'
import { declaredPrimaryKey, parseCreateTable } from './parse-create-table.ts'

const parse = (sql: string) => {
  const parts = parseCreateTable(read(sql).tokens)
  if (parts === undefined) throw new Error('not parsed')
  return { ...parts, slice: (span: { start: number; end: number } | undefined) => span && sql.slice(span.start, span.end) }
}

test('commas in types, expressions and strings do not cut the columns', () => {
  const sql = `CREATE TABLE IF NOT EXISTS \`a\`.b.\`c\`\`d\` (
    id BIGINT, amount DECIMAL(10, 2), r ROW<x INT, y ARRAY<MAP<STRING, INT>>>, small AS IF(id < 10, 'a,b', 'c') COMMENT 'x, y',
    ts TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND, PRIMARY KEY (id, \`amount\`) NOT ENFORCED
  ) COMMENT 'it''s' DISTRIBUTED BY HASH(id) INTO 4 BUCKETS PARTITIONED BY (id) WITH ('connector' = 'x') LIKE base (EXCLUDING OPTIONS)`
  const parts = parse(sql)
  expect(parts.slice(parts.target)).toBe('`a`.b.`c``d`')
  expect(parts.items.map((item) => (item.kind === 'column' ? `${item.name}:${item.flavour}` : item.kind))).toEqual([
    'id:physical', 'amount:physical', 'r:physical', 'small:computed', 'ts:metadata', 'watermark', 'primary-key',
  ])
  expect(declaredPrimaryKey(parts)).toEqual(['id', 'amount'])
  expect(parts.comment).toBe("it's")
  expect(parts.slice(parts.distribution)).toBe('DISTRIBUTED BY HASH(id) INTO 4 BUCKETS')
  expect(parts.partitionKeys).toEqual(['id'])
  expect(parts.slice(parts.withList)).toBe("('connector' = 'x')")
  expect(parts.like).toMatchObject({ excludesOptions: true, excludesConstraints: false })
  expect(sql.slice(parts.insertWithAt)).toMatch(/^LIKE base/)
})

test('a key can be declared at its column', () => {
  expect(declaredPrimaryKey(parse('CREATE TABLE t (id INT PRIMARY KEY NOT ENFORCED, v STRING)'))).toEqual(['id'])
})

test('WITH belongs before AS', () => {
  const sql = 'CREATE TABLE t COMMENT \'c\' AS SELECT 1 AS a'
  expect(sql.slice(parse(sql).insertWithAt)).toBe('AS SELECT 1 AS a')
})
