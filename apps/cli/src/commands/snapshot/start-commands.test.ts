import { describe, expect, it } from 'vitest'
import { runCommand } from '../../testing/run-command.ts'
import type { Answers } from '../../testing/run-command.ts'

const id = '5f0c2a8e-1111-4000-8000-000000000001'
const statement = (phase: string, more: object = {}) => ({ name: 'totals', status: { phase, detail: '', warnings: [], ...more }, spec: {}, metadata: { labels: {} } })
/** A statement that was PENDING and then runs. */
const starting: Answers = ({ method }) => (method === 'GET' ? { body: statement('RUNNING') } : { status: 202, body: statement('PENDING', { waiting_for: 'a slot' }) })

describe('headgate snapshot fork', () => {
  it('tells what follows when sinks are left behind, and waits until it runs', async () => {
    const run = await runCommand(['snapshot', 'fork', id, 'totals', '--pool', 'lfcp-2', '--parallelism', '4', '--drop-sink-state', '-l', 'a=1'], ({ method }) =>
      method === 'GET' ? { body: statement('RUNNING') } : { status: 201, body: statement('PENDING', { warnings: [{ severity: 'MODERATE', reason: 'SINK_STATE_DROPPED', message: 'Rows may be missing.' }] }) })
    expect(run.asked[0]).toEqual({ method: 'POST', path: `snapshots/${id}/forks`, body: { statement_name: 'totals', labels: { a: '1' }, drop_sink_state: true, compute_pool_id: 'lfcp-2', properties: { 'parallelism.default': 4 } } })
    expect(run.notes).toContain('Warning (SINK_STATE_DROPPED): Rows may be missing.')
    expect(run.out).toBe('totals is RUNNING\n')
  })

  it('one that fails is a failure', async () => {
    const run = await runCommand(['snapshot', 'fork', id, 'totals'], ({ method }) => (method === 'GET' ? { body: statement('FAILED', { detail: 'No such operator.' }) } : { status: 201, body: statement('PENDING') }))
    expect(run.failure).toBe('totals is FAILED: No such operator.')
  })
})

describe('restore, and resume --from', () => {
  it('are one', async () => {
    for (const words of [['snapshot', 'restore', 'totals', id], ['statement', 'resume', 'totals', '--from', id]]) {
      const run = await runCommand(words, starting)
      expect(run.asked[0]).toEqual({ method: 'POST', path: 'statements/totals/restores', body: { snapshot_id: id } })
      expect(run.progress).toContain('totals is PENDING: a slot')
      expect(run.out).toBe('totals is RUNNING\n')
    }
  })

  it('without a snapshot: restore leaves the choice to the API, resume goes on as ever', async () => {
    expect((await runCommand(['snapshot', 'restore', 'totals'], starting)).asked[0]).toEqual({ method: 'POST', path: 'statements/totals/restores', body: {} })
    expect((await runCommand(['statement', 'resume', 'totals'], starting)).asked[0]).toMatchObject({ method: 'PATCH', path: 'statements/totals' })
  })
})

describe('headgate statement delete', () => {
  const run = (snapshots: object[], policies: object[]) => runCommand(['statement', 'delete', 'totals'], ({ method, path }) =>
    method === 'DELETE' ? { status: 202 } : { body: { data: path.startsWith('snapshots?') ? snapshots : policies, metadata: {} } })
  const snapshot = (pinned: boolean) => ({ id, spec: { pinned } })
  const policy = (name: string, statement_name: string | undefined, seconds: number) => ({ name, spec: { statement_name, keep_after_deletion_seconds: seconds } })

  it('says how long its snapshots are kept, and by which policy', async () => {
    expect((await run([snapshot(false), snapshot(true)], [])).out).toBe('totals is being deleted; its 2 snapshots are kept for 1w (by default), 1 that is pinned for good: headgate snapshot list --statement totals\n')
    expect((await run([snapshot(false)], [policy('all', undefined, 172_800), policy('of-b', 'b', 60)])).out).toMatch(/its 1 snapshot is kept for 2d \(policy all\): /)
    expect((await run([snapshot(false)], [policy('all', undefined, 172_800), policy('own', 'totals', 3_600)])).out).toMatch(/1h \(policy own\)/)
    expect((await run([], [])).out).toBe('totals is being deleted\n')
  })
})
