import { describe, expect, it } from 'vitest'
import { splitScript, splitStatements } from './split-statements.ts'

describe('splitStatements', () => {
  it('cuts at semicolons outside of strings, names and comments', () => {
    expect(splitScript("SELECT ';' AS `a;b`; -- no; cut\nSELECT 'it''s;' /* ; */; ;\n")).toEqual(["SELECT ';' AS `a;b`", "-- no; cut\nSELECT 'it''s;' /* ; */"])
  })

  it('keeps a statement set whole, whatever stands in it', () => {
    const set = 'EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT CASE WHEN x THEN 1 END FROM t; INSERT INTO b SELECT 2; END'
    expect(splitScript(`${set}; SELECT 1`)).toEqual([set, 'SELECT 1'])
    expect(splitScript(`explain ${set.toLowerCase()};SELECT 1`)).toHaveLength(2)
  })

  it('gives back what is not finished', () => {
    expect(splitStatements("SELECT 1; SELECT 'a")).toEqual({ statements: ['SELECT 1'], rest: "SELECT 'a" })
    expect(splitStatements('SELECT 1; -- done')).toEqual({ statements: ['SELECT 1'], rest: '' })
    expect(splitStatements("INSERT INTO t VALUES ('a;\nb'); ")).toEqual({ statements: ["INSERT INTO t VALUES ('a;\nb')"], rest: '' })
  })
})
