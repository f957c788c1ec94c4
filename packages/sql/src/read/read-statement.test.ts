import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aPolicy } from '../testing/a-policy.ts'
import { arbitraryGap, arbitrarySql } from '../testing/arbitrary-sql.ts'
import { benignStatements } from '../testing/benign-statements.ts'
import { checkGate } from '../gate/check-gate.ts'
import { isSignificant } from '../text/token-cursor.ts'
import { tokenize } from '../text/tokenize.ts'
import type { ReadStatement } from '../types.ts'
import { readStatement } from './read-statement.ts'

function read(sql: string): ReadStatement {
  const result = readStatement(sql)
  if (!result.ok) throw new Error(result.message)
  return result.value
}
const refusal = (sql: string): string => {
  const result = readStatement(sql)
  return result.ok ? `read as ${result.value.action.kind}` : result.message
}

describe('readStatement', () => {
  it('tells class, kind and action', () => {
    expect(read('SELECT 1')).toMatchObject({ class: 'query', sqlKind: 'SELECT', action: { kind: 'select' } })
    expect(read('INSERT OVERWRITE `d`.`t` SELECT 1')).toMatchObject({ class: 'insert', sqlKind: 'INSERT_INTO', action: { kind: 'insert', target: { database: 'd', name: 't' }, overwrite: true } })
    expect(read('EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1; INSERT INTO b.c SELECT 2; END;')).toMatchObject({
      class: 'insert', sqlKind: 'STATEMENT_SET', action: { kind: 'statement-set', targets: [{ name: 'a' }, { database: 'b', name: 'c' }] },
    })
    expect(read('DROP TABLE IF EXISTS a.b.c')).toMatchObject({ class: 'ddl', sqlKind: 'DROP_TABLE', action: { kind: 'drop-table', target: { catalog: 'a', database: 'b', name: 'c' }, ifExists: true } })
    expect(read('CREATE DATABASE IF NOT EXISTS c.d COMMENT \'x\'').action).toEqual({ kind: 'create-database', catalog: 'c', name: 'd', ifNotExists: true, comment: 'x' })
    expect(read('DROP DATABASE d CASCADE').action).toEqual({ kind: 'drop-database', name: 'd', ifExists: false, cascade: true })
    expect(read("SHOW TABLES IN c.d NOT ILIKE 'a%'").action).toEqual({ kind: 'show', what: 'tables', of: { catalog: 'c', name: 'd' }, like: { pattern: 'a%', not: true, caseInsensitive: true } })
    expect(read('SHOW DATABASES FROM c').action).toEqual({ kind: 'show', what: 'databases', of: { name: 'c' } })
    expect(read('DESC EXTENDED t')).toMatchObject({ class: 'catalog', sqlKind: 'DESCRIBE', action: { kind: 'describe', target: { name: 't' }, extended: true } })
    expect(read('DESCRIBE extended.t').action).toEqual({ kind: 'describe', target: { database: 'extended', name: 't' }, extended: false })
    expect(read('USE CATALOG c').action).toEqual({ kind: 'use', catalog: 'c' })
    expect(read('USE c.d').action).toEqual({ kind: 'use', catalog: 'c', database: 'd' })
    expect(read("SET sql.state-ttl = '1 d'").action).toEqual({ kind: 'set', key: 'sql.state-ttl', value: '1 d' })
    expect(read('ALTER TABLE t RENAME TO d.u').action).toEqual({ kind: 'alter-table', target: { name: 't' }, renameTo: { database: 'd', name: 'u' } })
    expect(read('ALTER VIEW v RENAME TO w').action).toEqual({ kind: 'alter-view', target: { name: 'v' }, renameTo: { name: 'w' } })
  })

  it('reads CREATE TABLE with its options, distribution and source', () => {
    const sql = "CREATE TABLE IF NOT EXISTS `e`.`d`.`t` (a INT) DISTRIBUTED BY HASH(`a`, b) INTO 4 BUCKETS WITH ('connector' = 'kafka', 'connection' = 'it''s') LIKE s (EXCLUDING OPTIONS)"
    const statement = read(sql)
    expect(statement.action).toEqual({ kind: 'create-table', target: { catalog: 'e', database: 'd', name: 't' }, ifNotExists: true, temporary: false, like: { name: 's' } })
    expect(statement).toMatchObject({ class: 'ddl', sqlKind: 'CREATE_TABLE', hasConnector: true, connectionRefs: ["it's"], distribution: { columns: ['a', 'b'], buckets: 4 } })
    expect(sql.slice(statement.distribution!.start, statement.distribution!.end)).toBe('DISTRIBUTED BY HASH(`a`, b) INTO 4 BUCKETS')
    const [list] = statement.optionLists
    expect(sql.slice(list!.start, list!.end)).toBe("('connector' = 'kafka', 'connection' = 'it''s')")
    expect(list!.options.map(({ key, start, end }) => [key, sql.slice(start, end)])).toEqual([['connector', "'kafka'"], ['connection', "'it''s'"]])
    expect(read('CREATE TABLE t (a INT)').hasConnector).toBe(false)
  })

  it('finds the query of CREATE TABLE AS and CREATE VIEW', () => {
    for (const sql of ["CREATE TABLE t WITH ('connector' = 'print') AS ( SELECT 1 ) ; -- end", 'create view v (a) as ( SELECT 1 )']) {
      const action = read(sql).action
      if (action.kind !== 'create-table-as' && action.kind !== 'create-view') throw new Error(action.kind)
      expect(sql.slice(action.queryStart, action.queryEnd)).toBe('( SELECT 1 )')
    }
  })

  it('finds hints, their options and the table before them', () => {
    const statement = read("SELECT /*+ STATE_TTL('t' = '1 d') */ * FROM `d`.`t` /*+ OPTIONS('a' = 'b') */ AS x")
    expect(statement.hints.map((hint) => hint.name)).toEqual(['STATE_TTL', 'OPTIONS'])
    expect(statement.optionLists).toMatchObject([{ where: 'hint', table: { database: 'd', name: 't' }, options: [{ key: 'a', value: 'b' }] }])
  })

  it('lists every name that may be an object, and no string', () => {
    const { identifiers } = read("SELECT a.x, `a`.`x`, 'no.name' FROM c.d.t /* not.this */ JOIN s . u ON TRUE")
    expect(identifiers).toEqual([{ database: 'a', name: 'x' }, { catalog: 'c', database: 'd', name: 't' }, { database: 's', name: 'u' }])
  })

  it('reads what is explained', () => {
    expect(read('EXPLAIN CHANGELOG_MODE INSERT INTO t SELECT * FROM s')).toMatchObject({
      class: 'explain', sqlKind: 'EXPLAIN', action: { kind: 'explain', inner: { class: 'insert', action: { kind: 'insert', target: { name: 't' } } } }, identifiers: expect.arrayContaining([{ name: 's' }]),
    })
    expect(read('EXPLAIN SHOW TABLES').action).toEqual({ kind: 'forbidden', what: 'EXPLAIN of SHOW' })
    expect(read('EXPLAIN SELECT * FROM INFORMATION_SCHEMA.`TABLES`').action.kind).toBe('forbidden')
  })

  it('sends INFORMATION_SCHEMA to the catalog, as part of a name only', () => {
    expect(read('SELECT * FROM `e`.`INFORMATION_SCHEMA`.`TABLES`')).toMatchObject({ class: 'catalog', action: { kind: 'information-schema' } })
    expect(read("SELECT 'INFORMATION_SCHEMA.TABLES' AS information_schema FROM t").action.kind).toBe('select')
  })

  it('names secrets once each, from strings only', () => {
    expect(read("SELECT '{{sql.secrets.a}} {{ sql.secrets.b }}', '{{sql.secrets.a}}' /* {{sql.secrets.c}} */").secretRefs).toEqual(['a', 'b'])
  })

  it('gives the text without the semicolon, and its tokens', () => {
    const statement = read('/* x */ SELECT 1 ; -- done')
    expect(statement.sql).toBe('/* x */ SELECT 1 ')
    expect(statement.tokens.map((token) => token.text).join('')).toBe(statement.sql)
  })

  it.each([
    ['', /no statement/],
    [' \n-- only a comment\n;', /no statement/],
    ['SELECT 1; SELECT 2', /several statements.*line 1, column 9/],
    ['SELECT 1;;', /several statements/],
    ['CREATE TABLE t (a INT', /'\)'.*text ends/],
    ['CREATE TABLE t (a INT) USING x', /end of the statement where 'USING' stands.*column 24/],
    ["CREATE TABLE t WITH ('a' = U&'b')", /plain string/],
    ["CREATE TABLE t WITH ('a' = 'b' 'c')", /'\)' where ''c'' stands/],
    ['INSERT INTO t TABLE s', /a query/],
    ['INSERT INTO a.b.c.d SELECT 1', /three parts/],
    ['EXECUTE STATEMENT SET BEGIN END', /INSERT/],
    ['SELECT 1 */', /not opened/],
    ['SELECT (1', /'\)'/],
    ['SELECT 1)', /closes what was not opened/],
    ['DROP TABLE t, u', /end of the statement/],
    ['CREATE DATABASE d WITH (\'a\' = \'b\')', /no options/],
  ])('refuses %j', (sql, message) => {
    expect(refusal(sql)).toMatch(message)
  })

  it('never throws, and denies by default', () => {
    const known = /^(?:EXPLAIN|EXECUTE|SELECT|WITH|VALUES|INSERT|CREATE|ALTER|DROP|SHOW|DESCRIBE|DESC|USE|SET|RESET|\()$/
    fc.assert(
      fc.property(arbitrarySql, (sql) => {
        const result = readStatement(sql)
        const tokens = tokenize(sql)
        const first = tokens.ok ? tokens.value.find(isSignificant) : undefined
        if (!result.ok || first === undefined || known.test(first.value)) return
        expect(result.value.action.kind).toBe('forbidden')
      }),
      { numRuns: 3000 },
    )
  })

  it('keeps forbidden what is forbidden, however it is dressed', () => {
    const statements = ["ADD JAR 'x'", "CREATE FUNCTION f AS 'x'", 'DROP CATALOG c', 'TRUNCATE TABLE t', "EXECUTE PLAN 'x'", "EXPLAIN ADD JAR 'x'", "CREATE TEMPORARY SYSTEM FUNCTION f AS 'x'", 'STOP JOB \'x\'', 'USE MODULES core', "COMPILE PLAN 'x' FOR INSERT INTO t SELECT 1"]
    const dressed = fc.constantFrom(...statements).chain((sql) => {
      const words = sql.split(' ')
      return fc.tuple(fc.array(arbitraryGap, { minLength: words.length, maxLength: words.length }), fc.array(fc.boolean(), { minLength: sql.length, maxLength: sql.length }), fc.constantFrom('', ';', ' ; -- x'))
        .map(([gaps, cases, end]) => words.map((word, at) => gaps[at] + [...word].map((letter, index) => (cases[index] ? letter.toLowerCase() : letter)).join('')).join('') + end)
    })
    fc.assert(
      fc.property(dressed, (sql) => {
        expect(read(sql).action.kind).toBe('forbidden')
        expect(checkGate(read(sql), aPolicy).ok).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  it('maps option spans back to the values exactly', () => {
    const option = fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(fc.array(option, { minLength: 1, maxLength: 6 }), arbitraryGap, (options, gap) => {
        const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
        const list = options.map(([key, value]) => `${quoted(key)}${gap}=${gap}${quoted(value)}`).join(`${gap},`)
        for (const sql of [`CREATE TABLE t (a INT)${gap}WITH${gap}(${list})`, `SELECT * FROM t /*+ OPTIONS(${list}) */`, `ALTER TABLE t SET (${list})`]) {
          const found = read(sql).optionLists[0]!
          expect(found.options.map(({ key, value }) => [key, value])).toEqual(options)
          expect(found.options.map(({ start, end }) => sql.slice(start, end))).toEqual(options.map(([, value]) => quoted(value)))
          expect(sql.slice(found.start, found.end)).toBe(`(${list})`)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('reads every benign statement the same without its comments and in lower-case keywords', () => {
    for (const [sql, kind] of benignStatements) {
      const tokens = read(sql).tokens.filter(isSignificant)
      const plain = tokens.map((token) => (token.kind === 'word' ? token.text.toLowerCase() : token.text)).join(' ')
      if (kind !== 'set' && kind !== 'reset') expect([plain, read(plain).action.kind]).toEqual([plain, kind])
    }
  })
})
