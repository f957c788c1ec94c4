import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JobState, Statement } from '@headgate/domain'
import { aGeneration, aJob, aPool, aStatement, aWorker, aWorld, nowMs, prepared } from '../testing/builders.ts'
import { planStatement } from './plan-statement.ts'

const kinds = (statement: Statement, over = {}) => planStatement(aWorld(statement, over)).actions.map((action) => action.kind)
const live = (state: JobState, over: Parameters<typeof aStatement>[1] = {}) =>
  aStatement('insert', {
    ...over,
    intent: { generation: aGeneration(1), slotsAsked: 1, ...over.intent },
    observed: { prepared: prepared(), submitted: { generation: 1, atMs: 1 }, job: aJob(1, state), ...over.observed },
  })
const gone = (over: Parameters<typeof aStatement>[1] = {}) =>
  live('RUNNING', {
    ...over,
    observed: { goneGeneration: 1, job: { state: 'unknown', sinceMs: 1 }, listed: { generation: 1, directory: 'intact', atMs: 1 }, ...over.observed },
  })
const checkpoint = { kind: 'checkpoint' as const, uri: 'file:///c/chk-7', generation: 1, completedAtMs: 5 }

describe('a new INSERT', () => {
  it('waits for the gateway and asks for it', () => {
    const plan = planStatement(aWorld(aStatement('insert'), { pool: aPool({ workers: [] }) }))
    expect(plan.intent.needsGateway).toBe(true)
    expect(plan.wakePool).toBe(true)
    expect(plan.actions).toEqual([])
    expect(plan.status.phase).toBe('PENDING')
    expect(plan.status.detail).toBe('')
  })

  it('says why the pool does not start', () => {
    const pool = aPool({ workers: [] })
    pool.observed.startFailure = { message: 'The disk is full.', atMs: 1 }
    expect(planStatement(aWorld(aStatement('insert'), { pool })).status.waitingFor).toContain('The disk is full.')
  })

  it('is planned, then asks for slots, then is submitted under the fresh job id', () => {
    expect(kinds(aStatement('insert'))).toEqual(['prepare'])
    const asking = planStatement(aWorld(aStatement('insert', { observed: { prepared: prepared() } }), { pool: aPool() }))
    expect(asking.intent.slotsAsked).toBe(1)
    expect(asking.actions).toEqual([])
    const granted = planStatement(aWorld(aStatement('insert', { observed: { prepared: prepared() } })))
    expect(granted.intent.generation).toMatchObject({ generation: 1, jobId: 'f'.repeat(32), clusterGeneration: 1 })
    expect(granted.actions).toMatchObject([{ kind: 'submit' }])
  })

  it('gives up its turn of planning alone once it is planned, also while it waits for slots', () => {
    const pool = aPool()
    pool.intent.exhausted = ['u1']
    const statement = aStatement('insert', { observed: { prepared: prepared() } })
    statement.intent.planningLosses = 1
    const plan = planStatement(aWorld(statement, { pool }))
    expect(plan.status.scalingState).toBe('POOL_EXHAUSTED')
    expect(plan.intent.planningLosses).toBeUndefined()
    expect(plan.wakePool).toBe(true)
  })

  it('fails with the planner message', () => {
    const plan = planStatement(aWorld(aStatement('insert', { observed: { prepared: prepared({ error: { message: "Object 'x' not found" } }) } })))
    expect(plan.status).toMatchObject({ phase: 'FAILED', detail: "Object 'x' not found" })
    expect(plan.intent.slotsAsked).toBe(0)
  })

  it('created stopped is planned and rests', () => {
    const plan = planStatement(aWorld(aStatement('insert', { stopped: true, observed: { prepared: prepared() } })))
    expect(plan.status.phase).toBe('STOPPED')
    expect(plan.actions).toEqual([])
  })

  it('shows POOL_EXHAUSTED when the pool has no room', () => {
    const pool = aPool()
    pool.intent.exhausted = ['u1']
    const plan = planStatement(aWorld(aStatement('insert', { observed: { prepared: prepared() } }), { pool }))
    expect(plan.status).toMatchObject({ phase: 'PENDING', scalingState: 'POOL_EXHAUSTED', detail: '' })
  })
})

describe('an INSERT of a DEDICATED pool', () => {
  const ownPool = (grants: Record<string, number> = { u1: 1 }) => aPool({ id: 'lfcp-1-u1', ownOf: { statementUid: 'u1', computePoolId: 'lfcp-1' }, grants })
  const own = (over: Parameters<typeof aStatement>[1] = {}) => aStatement('insert', { ownPoolId: 'lfcp-1-u1', observed: { prepared: prepared() }, ...over })

  it('starts in its own pool with the slots that the DEDICATED one grants', () => {
    const plan = planStatement(aWorld(own(), { pool: ownPool(), parent: aPool({ grants: { u1: 1 } }) }))
    expect(plan.actions).toMatchObject([{ kind: 'submit', generation: { computePoolId: 'lfcp-1-u1' } }])
  })

  it('does not start on a grant that is of an earlier start: the DEDICATED pool has given it to somebody else', () => {
    const plan = planStatement(aWorld(own(), { pool: ownPool(), parent: aPool({ grants: { u2: 1 } }) }))
    expect(plan.actions).toEqual([])
    expect(plan.status.waitingFor).toContain('grant slots')
  })

  it('shows POOL_EXHAUSTED with the name and the max_cfu of the DEDICATED pool', () => {
    const parent = aPool({ grants: { u2: 10 } })
    parent.intent.exhausted = ['u1']
    const plan = planStatement(aWorld(own(), { pool: ownPool({}), parent }))
    expect(plan.status).toMatchObject({ scalingState: 'POOL_EXHAUSTED', waitingFor: expect.stringContaining('All 10 CFU of the pool lfcp-1 are in use') })
    const wide = planStatement(aWorld(own({ properties: { 'parallelism.default': '11' } }), { pool: ownPool({}), parent: aPool() }))
    expect(wide.status.waitingFor).toContain('max_cfu of the pool lfcp-1 is 10')
  })

  it('is FAILED when the DEDICATED pool is gone, even while its own one still is', () => {
    expect(planStatement(aWorld(own(), { pool: ownPool() })).status).toMatchObject({ phase: 'FAILED', detail: expect.stringContaining('compute pool lfcp-1 does not exist') })
  })

  it('is no TaskManager that a query of the pool itself would wait for', () => {
    const pool = aPool({ grants: { u1: 1, u2: 8 } })
    const query = aStatement('query', { observed: { prepared: prepared() } })
    expect(planStatement(aWorld(query, { pool })).status.waitingFor).toContain('starting TaskManagers')
    pool.intent.slotsElsewhere = 8
    expect(planStatement(aWorld(query, { pool })).actions).toMatchObject([{ kind: 'start-query' }])
  })

  it('stops with a savepoint to move to or from it', () => {
    const elsewhere = live('RUNNING', { ownPoolId: 'lfcp-1-u1' })
    expect(planStatement(aWorld(elsewhere)).actions).toMatchObject([{ kind: 'stop-with-savepoint', stop: { cause: 'move' } }])
    const inIt = live('RUNNING', { intent: { generation: aGeneration(1, { computePoolId: 'lfcp-1-u1' }) } })
    expect(planStatement(aWorld(inIt, { pool: ownPool() })).actions).toMatchObject([{ kind: 'stop-with-savepoint', stop: { cause: 'move' } }])
    expect(planStatement(aWorld({ ...inIt, ownPoolId: 'lfcp-1-u1' }, { pool: ownPool() })).status.phase).toBe('RUNNING')
  })
})

describe('a live INSERT', () => {
  it('is RUNNING when all its tasks run, and gives the gateway back', () => {
    const plan = planStatement(aWorld(live('RUNNING', { intent: { needsGateway: true } })))
    expect(plan.status.phase).toBe('RUNNING')
    expect(plan.intent.needsGateway).toBe(false)
  })

  it('is submitted again under the same job id when the outcome is unknown', () => {
    const statement = live('RUNNING', { observed: { job: { state: 'absent', seenAtMs: nowMs }, submitted: undefined } })
    expect(planStatement(aWorld(statement)).actions).toMatchObject([{ kind: 'submit', generation: { jobId: aGeneration(1).jobId } }])
  })

  it('is not restarted while its cluster may still live', () => {
    const pool = aPool({ workers: [aWorker('jobmanager', 1, { state: 'unknown' }), aWorker('taskmanager', 1)] })
    const plan = planStatement(aWorld(live('RUNNING', { observed: { job: { state: 'unknown', sinceMs: 1 } } }), { pool }))
    expect(plan.actions).toEqual([])
    expect(plan.intent.generation?.generation).toBe(1)
    expect(plan.status.phase).not.toBe('RUNNING')
  })

  it('is not claimed to run over a JobManager that lives and has been silent for a while, nor given up', () => {
    const look = (sinceMs: number, pool = aPool()) =>
      planStatement(aWorld(live('RUNNING', { status: { phase: 'RUNNING', detail: '', traits: {}, warnings: [] }, observed: { job: { state: 'unknown', sinceMs } } }), { pool }))
    expect(look(nowMs - 1_000).status.phase).toBe('RUNNING')
    const poolToo = aPool()
    poolToo.observed.cluster = { state: 'unknown', sinceMs: nowMs - 500 }
    expect(look(nowMs - 500, poolToo).status.phase).toBe('PENDING')
    const silent = look(nowMs - 5_000)
    expect(silent.status).toMatchObject({ phase: 'PENDING', waitingFor: expect.stringContaining('does not answer') })
    expect(silent.events).toMatchObject([{ reason: 'JobManagerLost' }])
    const onLostNode = look(nowMs - 5_000, aPool({ workers: [aWorker('jobmanager', 1, { state: 'unknown', trouble: 'It runs on the node n1, which does not answer.' })] }))
    expect(onLostNode.status.waitingFor).toContain('the node n1')
    expect(silent.actions).toEqual([])
    expect(silent.intent.generation?.generation).toBe(1)
  })

  it('stops with a savepoint into a directory of its own, once asked', () => {
    const plan = planStatement(aWorld(live('RUNNING', { stopped: true })))
    expect(plan.actions).toMatchObject([{ kind: 'stop-with-savepoint', stop: { attempt: 1, triggerId: 'e'.repeat(32) } }])
    expect(plan.status.phase).toBe('STOPPING')
    const again = planStatement(aWorld(live('RUNNING', { stopped: true, intent: { stop: plan.intent.stop } }), { fresh: { jobId: '0', triggerId: '1' } }))
    expect(again.intent.stop).toEqual(plan.intent.stop)
  })

  it('a suspended one stays PENDING and keeps spec.stopped as it is', () => {
    const plan = planStatement(aWorld(live('RUNNING'), { suspending: true }))
    expect(plan.actions).toMatchObject([{ kind: 'stop-with-savepoint', stop: { cause: 'suspend' } }])
    expect(plan.status.phase).toBe('PENDING')
  })

  it('retries a failed savepoint in a new directory, then cancels and keeps the checkpoint', () => {
    const stop = { attempt: 1, triggerId: 'x', directoryKey: 'd/1-1', startedAtMs: nowMs, cause: 'user' as const }
    const second = planStatement(aWorld(live('RUNNING', { stopped: true, intent: { stop }, observed: { stopOutcome: { triggerId: 'x', failure: 'disk' } } })))
    expect(second.intent.stop).toMatchObject({ attempt: 2 })
    expect(second.intent.stop?.directoryKey).not.toBe(stop.directoryKey)
    const third = { ...stop, attempt: 3 }
    const last = planStatement(aWorld(live('RUNNING', { stopped: true, intent: { stop: third }, observed: { stopOutcome: { triggerId: 'x', failure: 'disk' } } })))
    expect(last.actions).toMatchObject([{ kind: 'cancel-job' }])
  })
})

describe('a second stop', () => {
  it('is not taken for done because the first one was', () => {
    const stop = { attempt: 1, triggerId: 'old', directoryKey: 'd/1-1', startedAtMs: 1, cause: 'user' as const }
    const first = planStatement(aWorld(live('RUNNING', { stopped: true, observed: { stopOutcome: { triggerId: stop.triggerId, savepointUri: 'file:///old' } } })))
    expect(first.actions).toMatchObject([{ kind: 'stop-with-savepoint', stop: { attempt: 1, triggerId: 'e'.repeat(32) } }])
  })
})

describe('an INSERT whose generation is gone', () => {
  it('goes on from the newest checkpoint as a new generation', () => {
    const plan = planStatement(aWorld(gone({ observed: { newestSnapshot: checkpoint } })))
    expect(plan.intent.generation).toMatchObject({ generation: 2, restoreFrom: { uri: checkpoint.uri } })
    expect(plan.intent.stateExpected).toBe(true)
  })

  it('rests STOPPED with its savepoint when it was stopped, and resumes from it', () => {
    const stop = { attempt: 1, triggerId: 'x', directoryKey: 'd', startedAtMs: 1, cause: 'user' as const }
    const ended = { generation: 1, state: 'FINISHED' as const, atMs: 9, evidence: 'jobmanager' as const }
    const observed = { newestSnapshot: checkpoint, stopOutcome: { triggerId: 'x', savepointUri: 'file:///s/1' }, ended }
    const stopped = planStatement(aWorld(gone({ stopped: true, intent: { stop }, observed })))
    expect(stopped.status.phase).toBe('STOPPED')
    expect(stopped.intent.restorePoint).toEqual({ kind: 'savepoint', uri: 'file:///s/1', generation: 1 })
    const resumed = gone({ intent: { ...stopped.intent, rest: undefined }, observed: { ...observed, newestSnapshot: undefined } })
    expect(planStatement(aWorld(resumed)).intent.generation?.restoreFrom?.uri).toBe('file:///s/1')
  })

  it('completes when the end is evidenced, and never runs again', () => {
    const statement = gone({ observed: { ended: { generation: 1, state: 'FINISHED', atMs: 9, evidence: 'archive' } } })
    const plan = planStatement(aWorld(statement))
    expect(plan.status.phase).toBe('COMPLETED')
    const after = { ...statement, intent: plan.intent, status: plan.status }
    expect(planStatement(aWorld(after)).actions).toEqual([])
  })

  it('is parked when state was expected and none is found', () => {
    const plan = planStatement(aWorld(gone({ intent: { stateExpected: true } })))
    expect(plan.intent.rest).toBe('parked')
    expect(plan.intent.generation?.generation).toBe(1)
    expect(plan.status.warnings.map((warning) => warning.reason)).toContain('PARKED')
  })

  it('is parked when its checkpoint directory is missing', () => {
    const plan = planStatement(aWorld(gone({ observed: { listed: { generation: 1, directory: 'missing', atMs: 1 } } })))
    expect(plan.intent.rest).toBe('parked')
  })

  it('a bounded one with an unknown end is parked with a choice, and the choice is obeyed', () => {
    const statement = gone({ observed: { prepared: prepared({ bounded: true }) } })
    const plan = planStatement(aWorld(statement))
    expect(plan.intent.rest).toBe('parked')
    const complete = { ...statement, intent: { ...plan.intent, resolution: 'treat-as-complete' as const } }
    expect(planStatement(aWorld(complete)).status.phase).toBe('COMPLETED')
    const resolved = { ...statement, intent: { ...plan.intent, resolution: 'run-again' as const } }
    const again = planStatement(aWorld(resolved))
    expect(again.intent.rest).toBeUndefined()
    expect(planStatement(aWorld({ ...resolved, intent: again.intent })).intent.generation?.generation).toBe(2)
  })

  it('starts from the beginning when nothing had been taken and the directory is intact', () => {
    const plan = planStatement(aWorld(gone()))
    expect(plan.intent.generation).toMatchObject({ generation: 2 })
    expect(plan.intent.generation?.restoreFrom).toBeUndefined()
    expect(plan.events[0]?.message).toContain('no checkpoint had completed')
  })

  it('backs off once per lost generation', () => {
    const first = planStatement(aWorld(gone({ observed: { newestSnapshot: checkpoint } }), { pool: aPool() }))
    expect(first.intent).toMatchObject({ failures: 1, failureCountedFor: 1 })
    const second = planStatement(aWorld(gone({ intent: first.intent, observed: { newestSnapshot: checkpoint } }), { pool: aPool() }))
    expect(second.intent.failures).toBe(1)
  })
})

describe('a query', () => {
  const drain = { sessionHandle: 's', operationHandle: 'o', gatewayWorkerId: 'gateway-1-1' }
  const query = (over: Parameters<typeof aStatement>[1] = {}) =>
    aStatement('query', {
      ...over,
      intent: { generation: aGeneration(1), slotsAsked: 1, ...over.intent },
      observed: { prepared: prepared(), submitted: { generation: 1, atMs: 1 }, drain, ...over.observed },
    })

  it('runs while it is drained and completes with its spool', () => {
    expect(planStatement(aWorld(query())).status.phase).toBe('RUNNING')
    const done = planStatement(aWorld(query({ observed: { spoolComplete: true } })))
    expect(done.status.phase).toBe('COMPLETED')
    expect(done.actions).toMatchObject([{ kind: 'end-query' }])
  })

  it('that nobody reads is stopped after the timeout, and its job is ended until it is gone', () => {
    const statement = query()
    statement.status = { ...statement.status, phase: 'RUNNING', startedAtMs: nowMs - 300_001 }
    const plan = planStatement(aWorld(statement))
    expect(plan.status.phase).toBe('STOPPED')
    const after = { ...statement, intent: plan.intent, status: plan.status }
    expect(kinds(after)).toEqual(['end-query'])
    expect(kinds({ ...after, observed: { ...after.observed, goneGeneration: 1 } })).toEqual([])
  })

  it('fails when its gateway is lost', () => {
    const pool = aPool({ workers: [aWorker('jobmanager', 1), aWorker('gateway', 1, { workerId: 'other' }), aWorker('taskmanager', 1)] })
    expect(planStatement(aWorld(query(), { pool })).status.phase).toBe('FAILED')
  })
})

describe('deletion', () => {
  it('ends the job before the rows go', () => {
    expect(kinds({ ...live('RUNNING'), deletionRequestedAtMs: 1 })).toEqual(['cancel-job'])
    expect(kinds({ ...gone(), deletionRequestedAtMs: 1 })).toEqual(['remove-statement'])
    const lost = aPool({ workers: [aWorker('jobmanager', 1, { state: 'unknown' })] })
    expect(kinds({ ...live('RUNNING'), deletionRequestedAtMs: 1 }, { pool: lost })).toEqual([])
  })
})

describe('laws', () => {
  const anyStatement = fc.record({
    class: fc.constantFrom('insert' as const, 'query' as const),
    stopped: fc.boolean(),
    generation: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
    goneGeneration: fc.integer({ min: 0, max: 5 }),
    state: fc.constantFrom<JobState>('RUNNING', 'RESTARTING', 'FAILED', 'FINISHED', 'CREATED'),
    hasCheckpoint: fc.boolean(),
    stateExpected: fc.boolean(),
    suspending: fc.boolean(),
    rest: fc.constantFrom(undefined, undefined, 'stopped' as const, 'parked' as const, 'completed' as const),
    deletion: fc.boolean(),
  })

  it('planning is pure, and a new generation exists only when the last one is gone', () => {
    fc.assert(
      fc.property(anyStatement, (draw) => {
        const statement = aStatement(draw.class, {
          stopped: draw.stopped,
          intent: {
            stateExpected: draw.stateExpected,
            rest: draw.rest,
            ...(draw.generation === undefined ? {} : { generation: aGeneration(draw.generation) }),
          },
          observed: {
            prepared: prepared(),
            goneGeneration: draw.goneGeneration,
            ...(draw.generation === undefined ? {} : { submitted: { generation: draw.generation, atMs: 1 }, job: aJob(draw.generation, draw.state) }),
            ...(draw.hasCheckpoint ? { newestSnapshot: { ...checkpoint, generation: draw.generation ?? 1 } } : {}),
          },
          ...(draw.deletion ? { deletionRequestedAtMs: 1 } : {}),
        })
        const world = aWorld(statement, { suspending: draw.suspending })
        const copy = structuredClone(world)
        const plan = planStatement(world)
        expect(world).toEqual(copy)
        expect(planStatement(world)).toEqual(plan)
        const before = draw.generation ?? 0
        const after = plan.intent.generation?.generation ?? 0
        expect(after === before || after === before + 1).toBe(true)
        if (after > before) {
          expect(draw.goneGeneration).toBeGreaterThanOrEqual(before)
          expect(draw.suspending || draw.stopped || draw.deletion).toBe(false)
          if (draw.stateExpected) expect(plan.intent.generation?.restoreFrom).toBeDefined()
        }
        if (plan.status.phase === 'PENDING') expect(plan.status.detail).toBe('')
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('what planning warned of', () => {
  it('is shown from the start on, beside other warnings and once', () => {
    const warning = { severity: 'MODERATE' as const, reason: 'UNBOUNDED_STATE', message: 'Its state grows for ever.', createdAtMs: 1 }
    const statement = aStatement('insert', { observed: { prepared: prepared({ warnings: [warning] }) } })
    const started = planStatement(aWorld(statement))
    expect(started.status.warnings).toEqual([warning])
    expect(planStatement(aWorld({ ...statement, status: started.status })).status.warnings).toEqual([warning])
  })
})
