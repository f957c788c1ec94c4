import { describe, expect, it } from 'vitest'
import { runCommand } from '../../testing/run-command.ts'

const candidate = { key: 'organizations/o/x', kind: 'aborted-attempt', reason: 'Given up a day ago.', files: 2, bytes: 48_211 }
const report = {
  started_at: '2026-11-02T08:00:00Z', finished_at: '2026-11-02T08:00:01Z', total: { files: 120, bytes: 9_812_553 }, classes: { live: { files: 40, bytes: 4_200_111 }, orphaned: { files: 2, bytes: 48_211 } },
  statements: [{ uid: 'u', name: 'totals', classes: { live: { files: 40, bytes: 4_200_111 }, pinned: { files: 1, bytes: 1_000 }, trash: { files: 1, bytes: 20 } } }], deletable: [candidate], deletable_total: { count: 1, files: 2, bytes: 48_211 },
  orphans: [{ ...candidate, reason: 'Too young to judge.' }],
}

describe('headgate snapshot storage', () => {
  it('shows classes, statements, and what would be deleted and why', async () => {
    const { out } = await runCommand(['snapshot', 'storage'], () => ({ body: { status: { report } } }))
    for (const words of [/Scanned at 2026-11-02 08:00:00: 120 files of 9\.8 MB. Have it looked through now: --scan/, /live +\| +40 \| 4\.2 MB \| checkpoints/, /totals +\| 4\.2 MB \| 1\.0 kB \| +20 B/, /The next clean-up deletes 2 files of 48 kB:\n/, /aborted-attempt \| +2 \| 48 kB \| organizations\/o\/x \| Given up a day ago/, /Orphans that stay:/, /Too young/]) expect(out).toMatch(words)
    expect(out).not.toMatch(/kept +\|.*of snapshots/)
  })

  it('says why nothing is deleted, and when nothing would be', async () => {
    expect((await runCommand(['snapshot', 'storage'], () => ({ body: { status: { report: { ...report, deletion_paused_because: 'The policy all says deletion_paused.' } } } }))).out).toMatch(/if it may\. The policy all says/)
    expect((await runCommand(['snapshot', 'storage'], () => ({ body: { status: { report: { ...report, deletable: [], deletable_total: { count: 0, files: 0, bytes: 0 } } } } }))).out).toMatch(/deletes nothing/)
  })

  it('without a report it says how to get one', async () => {
    expect((await runCommand(['snapshot', 'storage'], () => ({ body: { status: {} } }))).out).toMatch(/Nothing was scanned yet.*--scan/)
  })

  it('--scan waits until it is done', async () => {
    const run = await runCommand(['snapshot', 'storage', '--scan'], ({ method }, all) => ({ body: { status: method === 'POST' || all.length < 3 ? { scan_requested_at: 'x' } : { report } } }))
    expect(run.asked.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST snapshot-storage/scans', 'GET snapshot-storage', 'GET snapshot-storage'])
    expect(run.out).toMatch(/Scanned at/)
    expect(run.out).not.toMatch(/--scan/)
  })
})

it('headgate snapshot deletions', async () => {
  const { out } = await runCommand(['snapshot', 'deletions'], () => ({ body: { data: [{ at: '2026-11-02T08:00:00Z', ...candidate }], metadata: {} } }))
  expect(out).toMatch(/2026-11-02 08:00:00 \| aborted-attempt \| +2 \| 48 kB \| organizations\/o\/x \| Given up/)
  expect((await runCommand(['snapshot', 'deletions'], () => ({ body: { data: [], metadata: {} } }))).out).toMatch(/Nothing was deleted yet/)
})
