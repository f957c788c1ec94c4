import { describe, expect, it } from 'vitest'
import { checkStatementChange } from './statement-gates.ts'
import type { StatementChange } from './statement-gates.ts'
import type { StatementClass } from './statement-class.ts'
import type { StatementPhase } from './statement.ts'

const aStatement = (phase: StatementPhase, stopped: boolean, of: { class?: StatementClass; deleting?: boolean } = {}) => ({
  name: 's',
  class: of.class ?? ('insert' as const),
  spec: { sql: 'x', properties: {}, computePoolId: 'lfcp-1', principal: 'sa-1', stopped, labels: { a: '1' } },
  status: { phase, detail: '', traits: {}, warnings: [] },
  ...(of.deleting === true ? { deletionRequestedAtMs: 1 } : {}),
})

const verdict = (statement: ReturnType<typeof aStatement>, change: StatementChange) => {
  const checked = checkStatementChange(statement, change)
  return checked.ok ? 'ok' : checked.reason
}

describe('checkStatementChange', () => {
  it('returns the very same spec when nothing changes, even in a statement that is being deleted', () => {
    const statement = aStatement('RUNNING', false, { deleting: true })
    const checked = checkStatementChange(statement, { stopped: false, computePoolId: 'lfcp-1', labels: { a: '1' } })
    expect(checked.ok && checked.value).toBe(statement.spec)
  })

  it.each<[StatementPhase, boolean, string]>([
    ['PENDING', false, 'ok'], ['RUNNING', false, 'ok'], ['COMPLETED', false, 'conflict'], ['FAILED', false, 'conflict'],
  ])('stopping in %s', (phase, stopped, expected) => {
    expect(verdict(aStatement(phase, stopped), { stopped: true })).toBe(expected)
  })

  it.each<[StatementPhase, string]>([['STOPPED', 'ok'], ['STOPPING', 'ok'], ['FAILED', 'conflict'], ['COMPLETED', 'conflict']])('resuming in %s', (phase, expected) => {
    expect(verdict(aStatement(phase, true), { stopped: false })).toBe(expected)
  })

  it('stopping changes nothing else', () => {
    for (const more of [{ computePoolId: 'lfcp-2' }, { principal: 'sa-2' }, { labels: {} }]) {
      expect(verdict(aStatement('RUNNING', false), { stopped: true, ...more })).toBe('rejected')
    }
  })

  it('resumes inserts alone, and lets every class be stopped', () => {
    for (const each of ['query', 'ddl', 'catalog', 'explain'] as const) {
      expect(verdict(aStatement('STOPPED', true, { class: each }), { stopped: false })).toBe('rejected')
      expect(verdict(aStatement('RUNNING', false, { class: each }), { stopped: true })).toBe('ok')
    }
  })

  it('moves only while STOPPED or as it resumes from there', () => {
    for (const change of [{ computePoolId: 'lfcp-2' }, { principal: 'sa-2' }, { computePoolId: 'lfcp-2', stopped: false }]) {
      expect(verdict(aStatement('STOPPED', true), change)).toBe('ok')
      expect(verdict(aStatement('STOPPING', true), change)).toBe('conflict')
    }
    expect(verdict(aStatement('RUNNING', false), { computePoolId: 'lfcp-2' })).toBe('conflict')
  })

  it('labels change in any phase, but not during the deletion', () => {
    expect(verdict(aStatement('COMPLETED', false), { labels: {} })).toBe('ok')
    expect(verdict(aStatement('RUNNING', false, { deleting: true }), { labels: {} })).toBe('conflict')
  })
})
