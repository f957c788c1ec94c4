import { expect, it } from 'vitest'
import { parseGrants } from './safety/granted-rights.ts'
import { readMigrations } from './migrations.ts'

/** What takes something away from code of the version before. */
const takesAway = /\bDROP (TABLE|COLUMN|VIEW|POLICY|FUNCTION|SCHEMA|TYPE)\b|\bRENAME\b|\bTRUNCATE\b|\bSET NOT NULL\b|\bALTER COLUMN\b.*\bTYPE\b|\bADD COLUMN \w+ \w+ NOT NULL(?! DEFAULT)/gi

it('migrations after the first only add: the version before serves on the schema after a rollback, and beside the new one', async () => {
  const [first, ...later] = await readMigrations()
  const servedBefore = new Set(parseGrants(first?.sql ?? '').map(({ right }) => right.role))
  expect(servedBefore.size * later.length).toBeGreaterThan(5)
  for (const { name, sql } of later) {
    const plain = sql.replaceAll(/--[^\n]*/g, '')
    expect([name, plain.match(takesAway)]).toEqual([name, null])
    // A right on a table that was there is a hole in the eyes of older code of that role, which then serves nobody.
    const made = new Set([...plain.matchAll(/CREATE TABLE (\w+)/g)].map((match) => match[1]))
    expect([name, parseGrants(sql).filter(({ verb, right }) => verb === 'REVOKE' || (servedBefore.has(right.role) && !made.has(right.table)))]).toEqual([name, []])
    for (const { right } of parseGrants(sql)) servedBefore.add(right.role)
  }
})

it('the rule finds what it is for', () => {
  for (const sql of ['ALTER TABLE a DROP COLUMN b', 'ALTER TABLE a RENAME TO b', 'ALTER TABLE a ADD COLUMN c text NOT NULL', 'ALTER TABLE a ALTER COLUMN c TYPE integer']) expect(sql.match(takesAway)).not.toBeNull()
  expect("ALTER TABLE a ADD COLUMN c text NOT NULL DEFAULT ''".match(takesAway)).toBeNull()
})
