import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runConfluentSqlChecks } from '@headgate/testbed'
import { startInstance } from '../src/index.ts'
import type { Instance } from '../src/index.ts'

/** Confluent's own Python client, unmodified from PyPI. */
let instance: Instance

beforeAll(async () => {
  instance = await startInstance()
}, 600_000)

afterAll(() => instance?.end(), 120_000)

describe('confluent-sql 0.7.0', () => {
  it('connects, defines, plans, queries, follows a changelog, stops, lists and deletes', async () => {
    const { connection } = instance.dev
    const run = await runConfluentSqlChecks({ ...connection, key: connection.apiKey, secret: connection.apiSecret }, [], { timeoutMs: 300_000 })
    const of = (name: string) => run.findings.find((finding) => finding.check === name) as Record<string, unknown> | undefined
    const broken = run.findings.filter((finding) => finding.check.endsWith('.done') && finding['ok'] !== true)
    expect(broken, run.stderr).toEqual([])
    expect(run.exitCode).toBe(0)
    expect(of('ddl.create_table')).toMatchObject({ phase: 'COMPLETED', kind: 'CREATE_TABLE' })
    expect(run.findings.filter((finding) => finding.check === 'dry_run.query')).toMatchObject([
      { mode: 'snapshot', phase: 'COMPLETED', is_bounded: true },
      { mode: 'streaming_query', phase: 'COMPLETED', is_bounded: false, is_append_only: false },
    ])
    expect(new Set(of('streaming.changelog')?.['ops'] as string[])).toEqual(new Set(['+I', '-U', '+U']))
    expect(of('streaming.stopped')).toMatchObject({ phase: 'STOPPED' })
    expect(of('streaming.deleted')).toMatchObject({ gone: true })
    expect(of('append_only.rows')).toMatchObject({ row_count: 20 })
    expect(of('insert.running')).toMatchObject({ phase: 'RUNNING', kind: 'INSERT_INTO' })
    expect(String(of('errors.unknown_table')?.['message'])).toContain('no_such_table_anywhere')
  }, 400_000)
})
