import { describe, expect, it } from 'vitest'
import type { StatementIntent, StatementObserved } from '@headgate/domain'
import { aGeneration, aStatement, aWorld, prepared } from '../testing/builders.ts'
import { planStatement } from './plan-statement.ts'

const savepoint = { kind: 'savepoint' as const, uri: 'file:///s/1', generation: 1 }
/** Generation 2 was to start from a savepoint whose files are gone. */
const vanished = (intent: Partial<StatementIntent> = {}, observed: Partial<StatementObserved> = {}) =>
  aStatement('insert', {
    intent: { generation: aGeneration(2), restorePoint: savepoint, stateExpected: true, slotsAsked: 1, ...intent },
    observed: { prepared: prepared(), goneGeneration: 2, restoreMissingUri: savepoint.uri, ...observed },
  })
const plan = (statement: ReturnType<typeof aStatement>) => planStatement(aWorld(statement))

describe('a restore point whose files are gone', () => {
  const parked = plan(vanished())

  it('parks the statement, with the choices', () => {
    expect(parked.intent).toMatchObject({ rest: 'parked' })
    expect(parked.status.waitingFor).toMatch(/Restore its files and choose to run again, or decide to start with empty state/)
    expect(parked.status.warnings).toMatchObject([{ reason: 'PARKED' }])
  })

  it('run-again looks once more and starts from the same place; the warning is gone', () => {
    const resolved = plan({ ...vanished({ ...parked.intent, resolution: 'run-again' }), status: parked.status })
    expect(resolved.status.warnings).toEqual([])
    const started = plan(vanished(resolved.intent))
    expect(started.intent.generation).toMatchObject({ generation: 3, restoreFrom: savepoint })
    expect(started.intent.resolution).toBeUndefined()
  })

  it('and parks again when they are still gone', () => {
    expect(plan(vanished({ generation: aGeneration(3) }, { goneGeneration: 3 })).intent.rest).toBe('parked')
  })

  it('of a bounded statement may be gone because it has finished: the choice says so', () => {
    const checkpoint = { kind: 'checkpoint' as const, uri: 'file:///c/chk-3', generation: 1, completedAtMs: 1 }
    const bounded = plan(vanished({ restorePoint: checkpoint }, { prepared: prepared({ bounded: true }), newestSnapshot: checkpoint, restoreMissingUri: checkpoint.uri }))
    expect(bounded.intent.rest).toBe('parked')
    expect(bounded.status.waitingFor).toMatch(/may have finished.*counts as complete/)
  })

  it('start-empty starts empty, and never goes back to what was before', () => {
    const old = { kind: 'checkpoint' as const, uri: 'file:///c/chk-1', generation: 1, completedAtMs: 1 }
    const resolved = plan(vanished({ ...parked.intent, resolution: 'start-empty' }, { newestSnapshot: old }))
    const started = plan(vanished(resolved.intent, { newestSnapshot: old }))
    expect(started.intent.generation).toMatchObject({ generation: 3 })
    expect(started.intent.generation?.restoreFrom).toBeUndefined()
    const lost = plan(vanished(started.intent, { newestSnapshot: old, goneGeneration: 3, submitted: { generation: 3, atMs: 1 }, listed: { generation: 3, directory: 'intact', atMs: 1 } }))
    expect(lost.intent.generation).toMatchObject({ generation: 4 })
    expect(lost.intent.generation?.restoreFrom).toBeUndefined()
  })
})

describe('a bounded statement whose cluster was lost', () => {
  const checkpoint = { kind: 'checkpoint' as const, uri: 'file:///c/chk-3', generation: 1, completedAtMs: 1 }
  const sent = { generation: 2, atMs: 1 }
  const lost = (observed: Partial<StatementObserved>, intent: Partial<StatementIntent> = {}) =>
    plan(aStatement('insert', {
      intent: { generation: aGeneration(2), slotsAsked: 1, ...intent },
      observed: { prepared: prepared({ bounded: true }), goneGeneration: 2, listed: { generation: 2, directory: 'intact', atMs: 1 }, ...observed },
    }))

  it('is not run again when it had been sent, even if nobody saw that Flink took it', () => {
    for (const observed of [{ sent }, { submitted: sent }, { sent, submitted: sent }]) expect(lost(observed).intent.rest).toBe('parked')
  })

  it('is started when it had not been sent', () => {
    for (const observed of [{}, { sent: { generation: 1, atMs: 1 } }]) expect(lost(observed).intent.generation).toMatchObject({ generation: 3 })
  })

  it('is not run again from what was there before its last run, unless somebody says so', () => {
    const parked = lost({ sent, newestSnapshot: checkpoint })
    expect(parked.intent.rest).toBe('parked')
    expect(lost({ sent, newestSnapshot: checkpoint }, { resolution: 'run-again' }).intent.generation).toMatchObject({ generation: 3, restoreFrom: { uri: checkpoint.uri } })
  })

  it('goes on from a checkpoint of its last run: a job that finished would have discarded it', () => {
    expect(lost({ sent, newestSnapshot: { ...checkpoint, generation: 2 } }).intent.generation).toMatchObject({ generation: 3, restoreFrom: { uri: checkpoint.uri } })
  })

  it('is not run again from a savepoint that its last run did not end for', () => {
    const taken = { kind: 'savepoint' as const, uri: 'file:///s/2', generation: 2, completedAtMs: 1 }
    expect(lost({ sent, newestSnapshot: taken }).intent.rest).toBe('parked')
  })

  it('is started again when it is known to have ended before its input did', () => {
    const ended = { generation: 2, state: 'CANCELED' as const, atMs: 1, evidence: 'archive' as const }
    expect(lost({ sent, ended }).intent.generation).toMatchObject({ generation: 3 })
  })
})
