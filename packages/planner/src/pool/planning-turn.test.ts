import { describe, expect, it } from 'vitest'
import type { PoolDemand } from '@headgate/domain'
import { aDemand, nowMs } from '../testing/builders.ts'
import { mayPlan, planningTurn } from './planning-turn.ts'

const asks = (uid: string, planningLosses = 0, isPlanning = false): PoolDemand => aDemand(uid, { needsGateway: true, planningLosses, isPlanning })

describe('who may be planned on the gateway of a pool', () => {
  it('everybody, while no gateway was lost', () => {
    expect(planningTurn([asks('a'), asks('b')], undefined, nowMs)).toBeUndefined()
    expect(mayPlan(undefined, 'a', 0)).toBe('with-others')
    expect(mayPlan(undefined, 'a', 1)).toBe('no')
  })

  it('after a loss the others first, then the suspects one at a time, fewest losses first', () => {
    const demands = [asks('a', 2), asks('b', 1), asks('new')]
    const free = planningTurn(demands, undefined, nowMs)
    expect(mayPlan(free, 'new', 0)).toBe('with-others')
    expect([mayPlan(free, 'a', 2), mayPlan(free, 'b', 1)]).toEqual(['no', 'no'])
    const turn = planningTurn(demands, free, nowMs + 30_000)
    expect(turn).toMatchObject({ uid: 'b', isOpen: true })
    expect([mayPlan(turn, 'b', 1), mayPlan(turn, 'a', 2), mayPlan(turn, 'new', 0)]).toEqual(['alone', 'no', 'no'])
  })

  it('who was planned and waits for slots is none of the others: the suspects follow each other at once', () => {
    const planned = { ...asks('planned'), isPlanned: true }
    expect(planningTurn([asks('a', 1), planned], { uid: 'gone', losses: 1, isOpen: true, freeUntilMs: nowMs }, nowMs)).toMatchObject({ uid: 'a' })
    expect(planningTurn([asks('a', 1), planned, asks('new')], { uid: 'gone', losses: 1, isOpen: true, freeUntilMs: nowMs }, nowMs)?.uid).toBeUndefined()
  })

  it('a turn opens when nobody else is being planned any more, and stays open', () => {
    const waiting = planningTurn([asks('a', 1), asks('b', 0, true)], { losses: 0, isOpen: false, freeUntilMs: nowMs }, nowMs)
    expect(waiting).toMatchObject({ uid: 'a', isOpen: false })
    expect(mayPlan(waiting, 'a', 1)).toBe('no')
    expect(planningTurn([asks('a', 1), asks('b')], waiting, nowMs)).toMatchObject({ uid: 'a', isOpen: true })
  })

  it('a turn ends with its plan or with the next loss; without others the next turn follows at once', () => {
    const turn = { uid: 'a', losses: 1, isOpen: true, freeUntilMs: nowMs }
    expect(planningTurn([asks('b', 1)], turn, nowMs)).toMatchObject({ uid: 'b' })
    expect(planningTurn([asks('a', 2)], turn, nowMs)).toMatchObject({ uid: 'a', losses: 2, isOpen: true })
    expect(planningTurn([asks('a', 2), asks('new')], turn, nowMs)?.uid).toBeUndefined()
    expect(planningTurn([asks('new')], turn, nowMs)).toBeUndefined()
  })
})
