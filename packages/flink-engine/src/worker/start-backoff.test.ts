import { describe, expect, it } from 'vitest'
import { startBackoff } from './start-backoff.ts'
import type { WorkerHistory } from './start-backoff.ts'

const record = (startedAtMs: number, more: Partial<WorkerHistory> = {}): WorkerHistory => ({ role: 'gateway', startedAtMs, ...more })
const crashed = (startedAtMs: number, more: Partial<WorkerHistory> = {}) => record(startedAtMs, { exit: { atMs: startedAtMs + 100, reason: 'crashed', message: `crash at ${startedAtMs}` }, ...more })

describe('startBackoff', () => {
  it('waits twice as long after each start that never was ready, at most a minute', () => {
    expect(startBackoff([], 'gateway', 0)).toEqual({ waitMs: 0, lastMessage: '' })
    expect(startBackoff([crashed(0)], 'gateway', 100)).toEqual({ waitMs: 2_000, lastMessage: 'crash at 0' })
    expect(startBackoff([crashed(0), crashed(3_000), crashed(9_000)], 'gateway', 9_100)).toEqual({ waitMs: 8_000, lastMessage: 'crash at 9000' })
    expect(startBackoff([crashed(0)], 'gateway', 2_100).waitMs).toBe(0)
    expect(startBackoff(Array.from({ length: 20 }, (_, index) => crashed(index)), 'gateway', 119).waitMs).toBe(60_000)
  })

  it('does not hold back one that was ready before, that was dropped, or another role', () => {
    expect(startBackoff([crashed(0), crashed(5, { readyAtMs: 6 })], 'gateway', 105).waitMs).toBe(0)
    expect(startBackoff([record(0, { exit: { atMs: 1, reason: 'dropped', message: '' } })], 'gateway', 1).waitMs).toBe(0)
    expect(startBackoff([crashed(0)], 'jobmanager', 100).waitMs).toBe(0)
  })
})
