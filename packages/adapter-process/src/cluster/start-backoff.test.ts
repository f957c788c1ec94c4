import { describe, expect, it } from 'vitest'
import { createSerialiser } from './serialise.ts'
import { startBackoff } from './start-backoff.ts'
import type { WorkerRecord } from './worker-record.ts'

let number = 0
const record = (startedAtMs: number, more: Partial<WorkerRecord> = {}): WorkerRecord => ({
  format: 1, workerId: `w${(number += 1)}`, role: 'gateway', organizationId: 'o', environmentId: 'e', computePoolId: 'p', clusterGeneration: 1, startedAtMs, ports: [], ...more,
})
const crashed = (startedAtMs: number, more: Partial<WorkerRecord> = {}) => record(startedAtMs, { exit: { atMs: startedAtMs + 100, reason: 'crashed', message: `crash at ${startedAtMs}` }, ...more })

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

describe('createSerialiser', () => {
  it('runs work of one key in order, one at a time, and goes on after a failure', async () => {
    const serialise = createSerialiser()
    const events: string[] = []
    const work = (name: string, fails = false) => async () => {
      events.push(`${name} begins`)
      await new Promise((resolve) => setTimeout(resolve, 5))
      events.push(`${name} ends`)
      if (fails) throw new Error(name)
    }
    const runs = [serialise('k', work('a', true)), serialise('k', work('b')), serialise('other', async () => void events.push('other'))]
    await Promise.allSettled(runs)
    expect(events.filter((event) => event !== 'other')).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
    expect(events.indexOf('other')).toBeLessThan(events.indexOf('a ends'))
  })
})
