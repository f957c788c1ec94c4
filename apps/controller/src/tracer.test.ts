import { describe, expect, it } from 'vitest'
import { createTracer } from './tracer.ts'
import type { Span } from './tracer.ts'

const key = { kind: 'statement', organizationId: 'o', environmentId: 'e', id: 'u' } as const

describe('createTracer', () => {
  it('tells each call with its key and its time, and changes no answer', async () => {
    const spans: Span[] = []
    const tracer = createTracer((span) => spans.push(span))
    const port = tracer.wrap('store', { limit: 3, name: () => 'plain', load: async (id: string) => `row ${id}`, fail: async () => Promise.reject(new Error('no')) })
    expect(await tracer.within(key, () => port.load('7'))).toBe('row 7')
    await expect(port.fail()).rejects.toThrow('no')
    expect([port.limit, port.name()]).toEqual([3, 'plain'])
    expect(spans.map(({ key: of, port: at, verb }) => [of, at, verb])).toEqual([['statement/o/e/u', 'store', 'load'], [undefined, 'store', 'fail']])
    expect(spans.every(({ startMs, durationMs }) => startMs > 1e12 && durationMs >= 0)).toBe(true)
  })

  it('tells the kind of SQL and nothing of its text', async () => {
    const spans: Span[] = []
    const gateway = createTracer((span) => spans.push(span)).wrap('gateway', { execute: async (..._args: unknown[]) => 1 })
    await gateway.execute('http://x', 's', { statement: "CREATE TABLE secret_name WITH ('password' = 'p')" })
    await gateway.execute('http://x', 's', "EXPLAIN CHANGELOG_MODE\nINSERT INTO t SELECT 'v'")
    await gateway.execute('http://x', 's')
    expect(spans.map(({ what }) => what)).toEqual(['CREATE TABLE', 'EXPLAIN CHANGELOG_MODE INSERT', undefined])
    expect(JSON.stringify(spans)).not.toMatch(/secret|password/)
  })
})
