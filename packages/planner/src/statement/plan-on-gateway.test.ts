import { describe, expect, it } from 'vitest'
import type { StatementClass, StatementIntent, Worker } from '@headgate/domain'
import { aPool, aStatement, aWorker, aWorld, prepared } from '../testing/builders.ts'
import { planStatement } from './plan-statement.ts'

const dead = (reason: NonNullable<Worker['exit']>['reason']): Worker =>
  aWorker('gateway', 1, { workerId: 'old', state: 'exited', exit: { atMs: 1, reason, message: 'OutOfMemoryError: Java heap space' } })
const poolAfter = (reason: NonNullable<Worker['exit']>['reason']) => aPool({ workers: [aWorker('jobmanager', 1), dead(reason), aWorker('gateway', 1), aWorker('taskmanager', 1)] })
const plan = (intent: Partial<StatementIntent>, pool = poolAfter('out-of-memory'), statementClass: StatementClass = 'insert') => planStatement(aWorld(aStatement(statementClass, { intent }), { pool }))
const planning = (isAlone: boolean) => ({ gatewayWorkerId: 'old', isAlone })

describe.each([['insert', 'prepare'], ['query', 'prepare'], ['ddl', 'run-once'], ['explain', 'run-once']] as const)('a %s that is being planned', (statementClass, kind) => {
  it('says on which gateway before it is asked', () => {
    const first = plan({}, aPool(), statementClass)
    expect(first.actions).toMatchObject([{ kind }])
    expect(first.intent.planning).toEqual({ gatewayWorkerId: 'gateway-1-1', isAlone: false })
    expect(first.wakePool).toBe(true)
  })

  it('has a gateway that ran out of memory meanwhile put down to it, and waits for a turn alone', () => {
    const lost = plan({ planning: planning(false) }, undefined, statementClass)
    expect(lost).toMatchObject({ actions: [], wakePool: true, events: [{ reason: 'GatewayLost' }] })
    expect(lost.intent).toMatchObject({ planningLosses: 1, planning: undefined, needsGateway: true })
    const waiting = plan(lost.intent, undefined, statementClass)
    expect(waiting.actions).toEqual([])
    expect(waiting.status.waitingFor).toContain('planned alone')
    const pool = poolAfter('out-of-memory')
    pool.intent.planning = { uid: 'u1', losses: 1, isOpen: true, freeUntilMs: 0 }
    expect(plan(lost.intent, pool, statementClass).intent.planning).toEqual({ gatewayWorkerId: 'gateway-1-1', isAlone: true })
  })

  it('is FAILED with its third gateway if it was alone, and only then', () => {
    expect(plan({ planning: planning(true), planningLosses: 1 }, undefined, statementClass).status.phase).toBe('PENDING')
    expect(plan({ planning: planning(false), planningLosses: 2 }, undefined, statementClass).status.phase).toBe('PENDING')
    const failed = plan({ planning: planning(true), planningLosses: 2 }, undefined, statementClass)
    expect(failed.status).toMatchObject({ phase: 'FAILED', detail: expect.stringMatching(/3 times.*Java heap space.*REPEAT/) })
    expect(failed.intent).toMatchObject({ rest: 'failed', needsGateway: false })
  })

  it('is not blamed for a gateway that was killed or dropped', () => {
    for (const reason of ['killed', 'dropped', 'unknown'] as const) expect(plan({ planning: planning(false) }, poolAfter(reason), statementClass).actions).toMatchObject([{ kind }])
  })
})

it('what is not being planned is not put down to anybody', () => {
  const planned = planStatement(aWorld(aStatement('insert', { intent: { planning: planning(false) }, observed: { prepared: prepared() } }), { pool: poolAfter('out-of-memory') }))
  expect(planned.intent).toMatchObject({ planning: undefined })
  expect(planned.intent.planningLosses).toBeUndefined()
})

it('while another has its turn alone, a new statement waits and says why', () => {
  const pool = aPool()
  pool.intent.planning = { uid: 'other', losses: 1, isOpen: true, freeUntilMs: 0 }
  const waiting = plan({}, pool)
  expect(waiting.actions).toEqual([])
  expect(waiting.status.waitingFor).toContain('plans another statement alone')
})
