import { describe, expect, it } from 'vitest'
import type { JobFact, StatementWarning } from '@headgate/domain'
import { aGeneration, aStatement, aWorld, nowMs, prepared } from '../testing/builders.ts'
import { planStatement } from './plan-statement.ts'

const job = (over: Partial<JobFact>): JobFact => ({ generation: 1, state: 'RUNNING', allTasksRunning: true, ...over })
const running = (over: Partial<JobFact>, warnings: StatementWarning[] = [], properties = {}) => {
  const statement = aStatement('insert', {
    properties,
    intent: { generation: aGeneration(1), slotsAsked: 1 },
    observed: { prepared: prepared(), submitted: { generation: 1, atMs: 1 }, job: { state: 'known', seenAtMs: nowMs, value: job(over) } },
  })
  return planStatement(aWorld({ ...statement, status: { ...statement.status, phase: 'RUNNING', warnings } }))
}
const lastFailure = { message: "NumberFormatException: For input string: 'x'", atMs: nowMs - 60_000 }

describe('how a running job fares', () => {
  it('a job that restarted says so and why, until ten minutes without a failure have passed', () => {
    expect(running({ restarts: 3, lastFailure }).status.warnings).toMatchObject([{ reason: 'RESTARTED', message: expect.stringMatching(/3 times.*For input string/) }])
    expect(running({ restarts: 3, lastFailure: { ...lastFailure, atMs: nowMs - 600_001 } }).status.warnings).toEqual([])
  })

  it('while it restarts, the cause is told in the event and the warning', () => {
    const plan = running({ state: 'RESTARTING', allTasksRunning: false, restarts: 1, lastFailure })
    expect(plan.status).toMatchObject({ phase: 'RUNNING', warnings: [{ reason: 'RESTARTING', message: expect.stringContaining('For input string') }] })
    expect(plan.events).toMatchObject([{ type: 'Warning', reason: 'Restarting', message: expect.stringContaining('For input string') }])
  })

  it('checkpoints that fail are told once, with what to look at, and so is their return', () => {
    const failing = { inARow: 2, atMs: nowMs, message: 'No space left on device' }
    const first = running({ failedCheckpoints: failing })
    expect(first.status.warnings).toMatchObject([{ reason: 'CHECKPOINTS_FAILING', severity: 'CRITICAL', message: expect.stringContaining('No space left on device') }])
    expect(first.events.map(({ reason }) => reason)).toEqual(['CheckpointsFailing'])
    const again = running({ failedCheckpoints: { ...failing, inARow: 3 } }, first.status.warnings)
    expect(again.events).toEqual([])
    const well = running({}, again.status.warnings)
    expect(well.status.warnings).toEqual([])
    expect(well.events.map(({ reason }) => reason)).toEqual(['CheckpointsComplete'])
    expect(running({ failedCheckpoints: { ...failing, inARow: 1 } }).status.warnings).toEqual([])
    const restarted = running({ failedCheckpoints: failing, restarts: 1, lastFailure: { message: 'x', atMs: nowMs - 5_000 } })
    expect(restarted.status.warnings.map(({ reason }) => reason)).toEqual(['RESTARTED'])
  })

  it('a batch job between two stages is not restarting', () => {
    const plan = running({ allTasksRunning: false }, [], { 'sql.snapshot.mode': 'now' })
    expect(plan.status.warnings).toEqual([])
    expect(plan.events).toEqual([])
  })
})
