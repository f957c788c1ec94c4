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
