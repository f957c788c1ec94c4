import { describe, expect, it } from 'vitest'
import type { Snapshot } from '../../api/snapshot-api.ts'
import { runCommand } from '../../testing/run-command.ts'
import type { Answers } from '../../testing/run-command.ts'

const id = '5f0c2a8e-1111-4000-8000-000000000001'
const otherId = '5f0c2a8e-2222-4000-8000-000000000002'

function snapshot(status: Partial<Snapshot['status']> = {}, more: { id?: string; spec?: Partial<Snapshot['spec']> } = {}): Snapshot {
  return {
    api_version: 'headgate/v1', kind: 'Snapshot', id: more.id ?? id, organization_id: 'o', environment_id: 'env-1',
    metadata: { self: '', created_at: '2026-11-02T08:00:00Z', updated_at: '2026-11-02T08:00:00Z', resource_version: '1' },
    spec: { statement_name: 'totals', format: 'native', pinned: false, labels: {}, ...more.spec },
    status: { state: 'COMPLETED', detail: '', restorable: true, kind: 'savepoint', trigger: 'manual', verifications: [], size: { own_bytes: 1_482_310, own_files: 4, shared_bytes: 0, shared_files: 0 }, ...status },
  }
}
const page = (data: unknown[]) => ({ body: { data, metadata: {} } })
/** Each GET of the snapshot goes one further. */
function steps(...all: Snapshot[]): Answers {
  return ({ method, path }, asked) => {
    const reads = asked.filter((each) => each.method === 'GET' && each.path === `snapshots/${id}`).length
    if (method === 'GET' && path.startsWith(`snapshots/${id}`)) return { body: all[Math.min(reads, all.length - 1)] }
    return method === 'POST' ? { status: 201, body: all[0] } : undefined
  }
}

describe('headgate snapshot take', () => {
  const pending = snapshot({ state: 'PENDING', detail: 'Flink is asked in a moment.', size: undefined })
  const writing = snapshot({ state: 'IN_PROGRESS', detail: 'Flink writes it.', attempt: 2, progress: { bytes: 12_300_000, files: 3, at: '2026-11-02T09:00:00Z' }, size: undefined })

  it('waits until it is COMPLETED, showing how far it is', async () => {
    const run = await runCommand(['snapshot', 'take', 'totals', '--label', 'before=migration', '--pin', '--canonical', '--retain', '30d'], steps(pending, writing, writing, snapshot()))
    expect(run.failure).toBeUndefined()
    expect(run.asked[0]).toEqual({ method: 'POST', path: 'snapshots', body: { statement_name: 'totals', labels: { before: 'migration' }, pinned: true, format: 'canonical', retain_until: '2026-12-02T09:00:00Z' } })
    expect(run.progress[0]).toMatch(/5f0c2a8e is PENDING: Flink is asked/)
    expect(run.progress.at(-1)).toMatch(/5f0c2a8e is IN_PROGRESS: 3 files of 12 MB written, attempt 2 \(1 s\)/)
    expect(run.out).toBe(`${id} is COMPLETED (4 files of 1.5 MB)\n`)
  })

  it('--no-wait says at once what it is', async () => {
    const run = await runCommand(['snapshot', 'take', 'totals', '--no-wait'], steps(pending))
    expect(run.asked).toHaveLength(1)
    expect(run.out).toBe(`${id} is PENDING (Flink is asked in a moment)\n`)
  })

  it('a failure is told in words', async () => {
    const run = await runCommand(['snapshot', 'take', 'totals'], steps(pending, snapshot({ state: 'FAILED', detail: 'No space left.' })))
    expect(run).toMatchObject({ out: '', failure: `The snapshot ${id} is FAILED: No space left.`, exitCode: 1 })
  })

  it('over its time it says how to go on looking', async () => {
    const run = await runCommand(['snapshot', 'take', 'totals', '--timeout', '2'], steps(pending, writing))
    expect(run.failure).toMatch(/Not done within 2 s: .* is IN_PROGRESS: 3 files of 12 MB written.*headgate snapshot describe/)
  })

  it('a refusal comes in the words of the API', async () => {
    const run = await runCommand(['snapshot', 'take', 'totals'], () => ({ status: 409, body: { errors: [{ detail: 'It is STOPPED. Resume it.' }] } }))
    expect(run.failure).toBe('It is STOPPED. Resume it.')
  })

  it('wrong usage is wrong usage', async () => {
    for (const words of [['--label', 'x'], ['--retain', 'soon'], ['--timeout', '0']]) expect((await runCommand(['snapshot', 'take', 'totals', ...words], () => undefined)).asked).toEqual([])
  })
})

describe('headgate snapshot list', () => {
  it('hides the trash, and cuts ids where the rest tells them apart', async () => {
    const rows = [snapshot({ verifications: [{ at: '', how: 'drill', good: true, message: '' }] }, { spec: { pinned: true, labels: { a: '1' } } }), snapshot({ state: 'FAILED', size: undefined, verifications: [{ at: '', how: 'files', good: false, message: '' }] }, { id: otherId })]
    const run = await runCommand(['snapshot', 'list', '--statement', 'totals', '--since', '2d'], () => page(rows))
    expect(run.asked[0]?.path).toBe('snapshots?statement_name=totals&created_after=2026-10-31T09%3A00%3A00Z&trashed=false&page_size=100')
    const lines = run.out.trim().split('\n').slice(2).map((line) => line.split('|').map((cell) => cell.trim()))
    expect(lines).toEqual([
      ['5f0c2a8e-1', '2026-11-02 08:00:00', 'totals', 'COMPLETED', 'savepoint', 'manual', '1.5 MB', 'yes', 'drill', 'a=1'],
      ['5f0c2a8e-2', '2026-11-02 08:00:00', 'totals', 'FAILED', 'savepoint', 'manual', '', '', 'BROKEN', ''],
    ])
  })

  it.each([[['--trashed'], /trashed=true/], [['--all'], /^snapshots\?page_size/], [['--state', 'failed'], /\?state=FAILED&page_size/], [['--pinned', '--kind', 'checkpoint', '-l', 'a=1', '-l', 'b=2'], /kind=checkpoint&pinned=true&label_selector=a%3D1%2Cb%3D2&trashed=false/]])('%j', async (words, asked) => {
    const run = await runCommand(['snapshot', 'list', ...words], () => page([]))
    expect(run.failure).toBeUndefined()
    expect(run.asked[0]?.path).toMatch(asked)
  })

  it('knows its states', async () => {
    expect(await runCommand(['snapshot', 'list', '--state', 'gone'], () => page([]))).toMatchObject({ failure: expect.stringMatching(/must be one of PENDING/), asked: [] })
  })

  it('says how to make the first one', async () => {
    expect((await runCommand(['snapshot', 'list'], () => page([]))).out).toMatch(/No snapshots.*headgate snapshot take STATEMENT/)
    expect((await runCommand(['snapshot', 'list', '--format', 'json'], () => page([]))).out).toBe('[]\n')
  })
})

describe('an id', () => {
  const all: Answers = ({ method, path }) => (method === 'GET' && path.startsWith('snapshots?') ? page([snapshot(), snapshot({}, { id: otherId })]) : { body: snapshot() })

  it('may be as much of its beginning as no other has', async () => {
    const run = await runCommand(['snapshot', 'pin', '5F0C2A8E-1'], all)
    expect(run.asked.at(-1)).toEqual({ method: 'PATCH', path: `snapshots/${id}`, body: { spec: { pinned: true } } })
    expect(run.out).toBe(`${id} is pinned\n`)
  })

  it('a whole one is not looked for', async () => {
    expect((await runCommand(['snapshot', 'unpin', id], all)).asked).toHaveLength(1)
  })

  it.each([['5f0c2a8e', /2 snapshots begin with.*\n.*-1111-.*\n.*-2222-/], ['ffff', /No snapshot's id begins with 'ffff'/], ['5f0', /no id of a snapshot/], ['totals', /no id of a snapshot/]])('%s', async (given, why) => {
    const run = await runCommand(['snapshot', 'delete', given], all)
    expect(run.failure).toMatch(why)
    expect(run.asked.every(({ method }) => method === 'GET')).toBe(true)
  })
})

describe('what is kept', () => {
  it('label sets and removes; retain takes a time or none', async () => {
    const answer: Answers = () => ({ body: snapshot({}, { spec: { labels: { a: '1' }, retain_until: '2026-11-09T09:00:00Z' } }) })
    const labelled = await runCommand(['snapshot', 'label', id, 'a=1', 'b-', 'c='], answer)
    expect(labelled.asked[0]?.body).toEqual({ spec: { labels: { a: '1', b: null, c: '' } } })
    expect(labelled.out).toBe(`${id}: a=1\n`)
    expect((await runCommand(['snapshot', 'label', id, 'b'], answer)).failure).toMatch(/key- to remove/)
    const retained = await runCommand(['snapshot', 'retain', id, '7d'], answer)
    expect(retained.asked[0]?.body).toEqual({ spec: { retain_until: '2026-11-09T09:00:00Z' } })
    expect(retained.out).toMatch(/at least until 2026-11-09 09:00:00/)
    expect((await runCommand(['snapshot', 'retain', id, 'none'], answer)).asked[0]?.body).toEqual({ spec: { retain_until: null } })
  })

  it('delete says until when it can be recovered, and how', async () => {
    const trash = { at: '2026-11-02T09:00:00Z', by: 'user' as const, reason: 'A user deleted it.', deleted_after: '2026-11-03T09:00:00Z' }
    const run = await runCommand(['snapshot', 'delete', id, otherId], ({ path }) => ({ status: 202, body: snapshot({ state: 'TRASHED', trash }, { id: path.slice(-36) }) }))
    expect(run.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([`DELETE snapshots/${id}`, `DELETE snapshots/${otherId}`])
    expect(run.out.split('\n')[0]).toBe(`${id} is in the trash and deleted after 2026-11-03 09:00:00. To keep it: headgate snapshot recover ${id}`)
    expect((await runCommand(['snapshot', 'recover', id], () => ({ status: 202, body: snapshot() }))).out).toBe(`${id} is COMPLETED\n`)
  })
})

describe('verify and drill', () => {
  const asked = snapshot({ verification_requested_at: '2026-11-02T09:00:00Z' })
  const old = { at: '2026-11-01T09:00:00Z', how: 'drill' as const, good: false, message: 'Old.' }

  it('a good one', async () => {
    const run = await runCommand(['snapshot', 'verify', id], steps(asked, asked, snapshot({ verifications: [old, { at: '', how: 'files', good: true, message: '4 files are there.' }] })))
    expect(run.out).toBe(`${id} is good: 4 files are there.\n`)
  })

  it('a broken one fails the command', async () => {
    const run = await runCommand(['snapshot', 'verify', id], steps(asked, snapshot({ verifications: [{ at: '', how: 'files', good: false, message: 'x is missing.' }] })))
    expect(run).toMatchObject({ failure: `${id} is BROKEN: x is missing.`, exitCode: 1, out: '' })
  })

  it('a drill waits for its own outcome', async () => {
    const drilling = snapshot({ drill: { started_at: '2026-11-02T09:00:00Z' }, verifications: [old] })
    const run = await runCommand(['snapshot', 'drill', id], steps(snapshot({ drill_requested_at: '2026-11-02T09:00:00Z', verifications: [old] }), drilling, snapshot({ verifications: [{ ...old, good: true, message: 'It runs.' }] })))
    expect(run.asked[0]?.path).toBe(`snapshots/${id}/drills`)
    expect(run.progress.at(-1)).toMatch(/being restored for a drill/)
    expect(run.out).toMatch(/is good: It runs\./)
    expect((await runCommand(['snapshot', 'drill', id, '--no-wait'], steps(snapshot({ drill_requested_at: 'x' })))).out).toMatch(/asked for/)
  })
})

describe('export and adopt', () => {
  it('say what was made, and where', async () => {
    const exported = await runCommand(['snapshot', 'export', id, 'mine'], steps(snapshot({ uri: 's3://b/exports/mine' })))
    expect(exported.asked[0]).toMatchObject({ path: `snapshots/${id}/exports`, body: { destination: 'mine' } })
    expect(exported.out).toBe(`${id} is COMPLETED (4 files of 1.5 MB)\ns3://b/exports/mine\n`)
    const adopted = await runCommand(['snapshot', 'adopt', 'imports/mine', '--statement', 'totals', '--pin'], steps(snapshot()))
    expect(adopted.asked[0]).toMatchObject({ path: 'snapshot-adoptions', body: { path: 'imports/mine', statement_name: 'totals', pinned: true, labels: {} } })
  })
})

describe('describe', () => {
  it('shows all that is known, and no line for what is not', async () => {
    const full = snapshot({
      uri: 's3://b/x', flink_version: '2.3', format_version: 5, statement: { name: 'totals', uid: 'u', generation: 3, sql: 'INSERT INTO totals SELECT 1' }, needed_by: [{ statement_name: 'copy', why: 'restoring' }],
      operators: [{ uid: 'agg', name: 'Aggregate', operator_id: '0', parallelism: 2, max_parallelism: 720, state_bytes: 1_470_004 }], verifications: [{ at: 'T', how: 'files', good: true, message: 'All there.' }],
      size: { own_bytes: 10, own_files: 1, shared_bytes: 2_000, shared_files: 2 },
    })
    const run = await runCommand(['snapshot', 'describe', id], () => ({ body: full }))
    for (const words of [/^id +5f0c2a8e-1111/m, /^statement +totals \(uid u, generation 3\)$/m, /^size +1 file of 10 B$/m, /^shared with others +2 files of 2\.0 kB$/m, /^verified +good \(files, T\): All there\.$/m, /^needed by +copy: it was started from it/m, /^agg +\| Aggregate +\| +2 \| 720 \| 1\.5 MB$/m, /INSERT INTO totals SELECT 1$/m]) expect(run.out).toMatch(words)
    expect(run.out).not.toMatch(/retain|trash|attempt|undefined/)
    expect(JSON.parse((await runCommand(['snapshot', 'describe', id, '--format', 'json'], () => ({ body: full }))).out)).toEqual(JSON.parse(JSON.stringify(full)))
  })
})
