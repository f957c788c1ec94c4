import { describe, expect, it } from 'vitest'
import { applySetting, settingsAsProperties } from './session-settings.ts'
import type { SessionSettings } from './session-settings.ts'

const start: SessionSettings = { catalog: 'env-1', database: 'default', properties: {} }
const after = (sql: string, settings = start) => {
  const outcome = applySetting(sql, settings)
  return outcome.kind === 'changed' ? outcome.settings : outcome.kind
}

describe('applySetting', () => {
  it('keeps USE, SET and RESET here', () => {
    expect(after('use catalog `env-2`')).toMatchObject({ catalog: 'env-2', database: 'default' })
    expect(after('USE sales')).toMatchObject({ catalog: 'env-1', database: 'sales' })
    expect(after('-- go there\nUSE `env-2` . `my db`')).toMatchObject({ catalog: 'env-2', database: 'my db' })
    const set = after("SET 'sql.state-ttl' = '1 d'") as SessionSettings
    expect(settingsAsProperties(set)).toEqual({ 'sql.current-catalog': 'env-1', 'sql.current-database': 'default', 'sql.state-ttl': '1 d' })
    expect(after("SET 'sql.current-database' = 'x'")).toMatchObject({ database: 'x' })
    expect(after("RESET 'sql.state-ttl'", set)).toEqual(start)
    expect(after('RESET', set)).toEqual(start)
    expect(after("SET 'a' = 'it''s'")).toMatchObject({ properties: { a: "it's" } })
  })

  it('leaves everything else to the server', () => {
    for (const sql of ['SELECT 1', 'SET a = b', 'USER', "SET 'a' = 'b' 'c'", 'USE a.b.c', 'USE MODULES core']) expect(after(sql)).toBe('not-a-setting')
    expect(after('SET')).toBe('show')
  })
})
