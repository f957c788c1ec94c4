import { describe, expect, it } from 'vitest'
import { runCommand } from '../../testing/run-command.ts'
import type { Answers } from '../../testing/run-command.ts'

const spec = { format: 'native', keep_last: 14, keep_for_seconds: 604_800, keep_after_deletion_seconds: 604_800, trash_seconds: 86_400, deletion_paused: false, schedule: { cron: '30 2 * * *', time_zone: 'Europe/Berlin' }, drill_every_seconds: 604_800 }
const policy = (more: object = {}) => ({ name: 'nightly', metadata: { resource_version: '7', updated_at: 'T' }, spec: { ...spec, ...more }, status: { next_at: '2026-11-03T01:30:00Z' } })
/** An environment with these policies; what is written comes back. */
const withPolicies = (...all: object[]): Answers => ({ method, body }) => (method === 'GET' ? { body: { data: all, metadata: {} } } : { status: method === 'POST' ? 201 : 200, body: { ...policy(), spec: { ...spec, ...(body as { spec: object }).spec } } })
const set = (words: string[], ...present: object[]) => runCommand(['snapshot', 'policy', 'set', 'nightly', ...words], withPolicies(...present))

describe('headgate snapshot policy set', () => {
  it('makes one of what is given', async () => {
    const run = await set(['--statement', 'totals', '--cron', '30 2 * * *', '--time-zone', 'Europe/Berlin', '--keep-last', '14', '--keep-for', '2w', '--drill-every', '7d', '--trash', '12h', '--keep-after-deletion', '30d', '--canonical'])
    expect(run.asked.at(-1)).toEqual({
      method: 'POST', path: 'snapshot-policies',
      body: { name: 'nightly', spec: { statement_name: 'totals', format: 'canonical', keep_last: 14, keep_for_seconds: 1_209_600, keep_after_deletion_seconds: 2_592_000, trash_seconds: 43_200, schedule: { cron: '30 2 * * *', time_zone: 'Europe/Berlin' }, drill_every_seconds: 604_800 } },
    })
    for (const words of [/^schedule +30 2 \* \* \* Europe\/Berlin$/m, /^next +2026-11-03 01:30:00$/m, /^drills +every 1w$/m, /^keeps +the newest 14/m]) expect(run.out).toMatch(words)
  })

  it('changes what is given and leaves the rest, under the version that was read', async () => {
    const run = await set(['--keep-last', '3'], policy())
    expect(run.asked.at(-1)).toEqual({ method: 'PUT', path: 'snapshot-policies/nightly', body: { metadata: { resource_version: '7' }, spec: { ...spec, keep_last: 3 } } })
  })

  it.each<[string[], object]>([
    [['--every', '6h'], { ...spec, schedule: { every_seconds: 21_600 } }],
    [['--no-schedule'], { ...spec, schedule: undefined }],
    [['--no-drills'], { ...spec, drill_every_seconds: undefined }],
    [['--pause-deletion'], { ...spec, deletion_paused: true }],
    [['--cron', '0 0 * * *'], { ...spec, schedule: { cron: '0 0 * * *', time_zone: 'UTC' } }],
  ])('%j', async (words, expected) => {
    expect((await set(words, policy())).asked.at(-1)?.body).toEqual({ metadata: { resource_version: '7' }, spec: JSON.parse(JSON.stringify(expected)) as object })
  })

  it.each([[['--every', '6h', '--cron', '0 0 * * *'], /--every and --cron exclude/], [['--pause-deletion', '--resume-deletion'], /--pause-deletion and --resume-deletion/], [['--time-zone', 'UTC'], /goes with --cron/]])('not %j', async (words, why) => {
    const run = await set(words)
    expect(run).toMatchObject({ failure: expect.stringMatching(why), exitCode: 2, asked: [] })
  })
})

describe('headgate snapshot policy', () => {
  it('list, and what holds without any', async () => {
    const run = await runCommand(['snapshot', 'policy', 'list'], withPolicies(policy(), policy({ statement_name: 'totals', schedule: { every_seconds: 3_600 }, deletion_paused: true, drill_every_seconds: undefined })))
    expect(run.out.split('\n').slice(2, 4).map((line) => line.split('|').map((cell) => cell.trim()))).toEqual([
      ['nightly', '(all others)', '30 2 * * * Europe/Berlin', 'newest 14', '1w', '1d', 'every 1w', ''],
      ['nightly', 'totals', 'every 1h', 'newest 14', '1w', '1d', '', 'PAUSED'],
    ])
    expect((await runCommand(['snapshot', 'policy', 'list'], withPolicies())).out).toMatch(/No policies: what you made stays.*policy set NAME/)
  })

  it('describe and delete', async () => {
    expect((await runCommand(['snapshot', 'policy', 'describe', 'nightly'], () => ({ body: policy() }))).out).toMatch(/^statement +every one/m)
    const run = await runCommand(['snapshot', 'policy', 'delete', 'nightly', 'other'], () => ({ status: 204 }))
    expect(run.asked.map(({ method, path }) => `${method} ${path}`)).toEqual(['DELETE snapshot-policies/nightly', 'DELETE snapshot-policies/other'])
    expect(run.out).toBe('nightly is deleted\nother is deleted\n')
  })
})
