import { describe, expect, it } from 'vitest'
import type { Api, NewStatement, Statement } from '../api/api.ts'
import { CommandFailure } from '../failure.ts'
import { runScript } from './run-script.ts'
import type { ScriptOptions } from './run-script.ts'

interface Script {
  status: Partial<Statement['status']>[]
  pages?: { op: number; row: unknown[] }[][]
  mode?: 'BATCH' | 'STREAMING'
}

/** Answers like the API: each read goes one status further, the pages come one by one, the last one ends the result (or never, with `endless`). */
function fakeApi(script: Script, endless = false) {
  const created: NewStatement[] = []
  const deleted: string[] = []
  let reads = 0
  const statement = (name: string): Statement => ({
    name, spec: { statement: '', properties: {}, compute_pool_id: 'lfcp-1', principal: '', stopped: false, execution_mode: script.mode ?? 'STREAMING' },
    metadata: { created_at: '', labels: {} }, status: { phase: 'PENDING', detail: '', warnings: [], ...script.status[Math.min(reads, script.status.length - 1)] },
  } as unknown as Statement)
  const api = {
    createStatement: (given: NewStatement) => {
      created.push(given)
      return Promise.resolve(statement(given.name ?? ''))
    },
    readStatement: (name: string) => {
      reads += 1
      return Promise.resolve(statement(name))
    },
    deleteStatement: (name: string) => {
      deleted.push(name)
      return Promise.resolve()
    },
    readResults: (_name: string, token: string | undefined) => {
      const page = Number(token ?? 0)
      const pages = script.pages ?? []
      const next = endless || page + 1 < pages.length ? `http://h/results?page_token=${page + 1}` : ''
      return Promise.resolve({ results: { data: pages[page] ?? [] }, metadata: { next } })
    },
  } as unknown as Api
  return { api, created, deleted }
}

function options(more: Partial<ScriptOptions> = {}) {
  const out: string[] = []
  const notes: string[] = []
  let nowMs = 0
  const common: ScriptOptions = {
    format: 'table', signal: new AbortController().signal, out: (text) => out.push(text), note: (text, transient) => void (transient || notes.push(text)),
    sleep: (delayMs) => { nowMs += delayMs; return Promise.resolve() }, nowMs: () => nowMs, makeName: () => 'cli-1', ...more,
  }
  return { common, out, notes }
}

const columns = { columns: [{ name: 'n', type: { type: 'INTEGER', nullable: true } }] }
const settings = { catalog: 'env-1', database: 'default', properties: {} }

describe('runScript', () => {
  it('shows all pages of a query and deletes it', async () => {
    const { api, created, deleted } = fakeApi({ status: [{}, { phase: 'RUNNING', traits: { sql_kind: 'SELECT', is_append_only: true, schema: columns } }], pages: [[{ op: 0, row: ['1'] }], [], [{ op: 0, row: ['2'] }]] })
    const { common, out, notes } = options()
    await runScript(api, ['USE sales', 'SELECT n FROM t'], settings, common)
    expect(out.join('\n')).toBe('n\n-\n1\n2')
    expect(notes.at(-1)).toBe('(2 rows)')
    expect(created).toMatchObject([{ sql: 'SELECT n FROM t', properties: { 'sql.current-database': 'sales' } }])
    expect(deleted).toEqual(['cli-1'])
  })

  it('tells when a query failed half-way', async () => {
    const traits = { sql_kind: 'SELECT', is_append_only: true, schema: columns }
    const { api } = fakeApi({ status: [{ phase: 'RUNNING', traits }, { phase: 'FAILED', detail: 'The rows were lost.', traits }], pages: [[{ op: 0, row: ['1'] }]] })
    const { common, out } = options()
    await expect(runScript(api, ['SELECT 1'], settings, common)).rejects.toThrow('The rows were lost.')
    expect(out).toHaveLength(1)
  })

  it('shows one text of many lines as it is, and answers without columns with made-up ones', async () => {
    const plan = fakeApi({ status: [{ phase: 'COMPLETED', traits: { sql_kind: 'EXPLAIN' } }], pages: [[{ op: 0, row: ['a\n  b\u001b'] }]] })
    const first = options()
    await runScript(plan.api, ['EXPLAIN SELECT 1'], settings, first.common)
    expect(first.out).toEqual(['a\n  b\\u001b'])
    expect(plan.deleted).toEqual(['cli-1'])
    const show = fakeApi({ status: [{ phase: 'COMPLETED', traits: { sql_kind: 'SHOW' } }], pages: [[{ op: 0, row: ['x', 'y'] }]] })
    const second = options()
    await runScript(show.api, ['SHOW TABLES'], settings, second.common)
    expect(second.out.join('\n')).toContain('column 1 | column 2')
  })

  it('stops an endless changelog after the rows asked for', async () => {
    const { api, deleted } = fakeApi({ status: [{ phase: 'RUNNING', traits: { is_append_only: false, is_bounded: false, schema: columns } }], pages: [[{ op: 0, row: ['1'] }, { op: 1, row: ['1'] }, { op: 2, row: ['2'] }]] }, true)
    const { common, out } = options({ rowsMax: 2, name: 'mine' })
    await runScript(api, ['SELECT 1'], settings, common)
    expect(out.join('\n')).toBe('op | n\n---+--\n+I | 1\n-U | 1')
    expect(deleted).toEqual(['mine'])
  })

  it('ends a query on Ctrl-C', async () => {
    const abort = new AbortController()
    const { api, deleted } = fakeApi({ status: [{ phase: 'RUNNING', traits: { is_append_only: true, schema: columns } }], pages: [] }, true)
    const { common } = options({ signal: abort.signal, sleep: () => { abort.abort(); return Promise.resolve() } })
    expect(await runScript(api, ['SELECT 1', 'SELECT 2'], settings, common)).toMatchObject({ isInterrupted: true })
    expect(deleted).toEqual(['cli-1'])
  })

  it('leaves an INSERT running, and waits for the end of a bounded one', async () => {
    const endless = fakeApi({ status: [{}, { phase: 'RUNNING', traits: { sql_kind: 'INSERT_INTO', is_bounded: false } }] })
    const first = options({ name: 'totals' })
    await runScript(endless.api, ['INSERT INTO t SELECT 1'], settings, first.common)
    expect(first.notes.join('\n')).toMatch(/totals is RUNNING.*headgate statement stop totals/)
    expect(endless.deleted).toEqual([])
    const traits = { sql_kind: 'INSERT_INTO', is_bounded: true }
    const bounded = fakeApi({ status: [{}, { phase: 'RUNNING', traits }, { phase: 'RUNNING', traits }, { phase: 'COMPLETED', traits }] })
    const second = options()
    await runScript(bounded.api, ['INSERT INTO t VALUES (1)'], settings, second.common)
    expect(second.notes.join('\n')).toContain('COMPLETED')
  })

  it('fails with the detail, keeps the statement for its exceptions, and runs nothing after it', async () => {
    const { api, created, deleted } = fakeApi({ status: [{ phase: 'FAILED', detail: 'Table nope does not exist.' }] })
    const { common } = options()
    await expect(runScript(api, ['SELECT * FROM nope', 'SELECT 2'], settings, common)).rejects.toThrow(new CommandFailure('Table nope does not exist.\nMore: headgate statement exceptions cli-1'))
    expect(created).toHaveLength(1)
    expect(deleted).toEqual([])
  })

  it('gives up after the timeout and leaves no query behind', async () => {
    const { api, deleted } = fakeApi({ status: [{ waiting_for: 'a free slot' }] })
    const { common } = options({ timeoutMs: 5_000 })
    await expect(runScript(api, ['SELECT 1'], settings, common)).rejects.toThrow(/Not done within 5 s: cli-1 is PENDING \(a free slot\)/)
    expect(deleted).toEqual(['cli-1'])
  })
})
