import type { SnapshotStorage } from '../api/snapshot-api.ts'
import { shortTime } from './facts.ts'
import { renderBytes, renderCount } from './render-bytes.ts'
import { renderTable } from './table.ts'

type Report = NonNullable<SnapshotStorage['status']['report']>

const meanings: Record<string, string> = {
  live: 'checkpoints of what runs, attempts under way, plans', kept: 'of snapshots that are kept', pinned: 'of snapshots that are pinned', trash: 'of snapshots in the trash', orphaned: 'needed by nobody that is known',
  tables: 'written by tables: never touched', records: 'how jobs ended', unknown: 'of processes, or nobody knows: never touched',
}
const rowsMax = 20

/** The report for people: classes, the largest statements, what would be deleted and why. `isFresh`: it was just made. */
export function describeStorage({ status }: SnapshotStorage, terminalWidth: number | undefined, isFresh: boolean): string {
  const { report, scan_requested_at } = status
  const asked = scan_requested_at === undefined ? [] : [`A scan was asked for at ${shortTime(scan_requested_at)}.`]
  if (report === undefined) return [...asked, 'Nothing was scanned yet. Have it done now: headgate snapshot storage --scan'].slice(0, 1).join('\n')
  const total = report.deletable_total
  return [
    `Scanned at ${shortTime(report.started_at)}: ${renderCount(report.total)}${isFresh ? '' : '. Have it looked through now: --scan'}`,
    ...asked,
    '',
    renderTable(['class', 'files', 'size', 'what'], classRows(report), { terminalWidth, alignRight: [false, true, true] }, 'It is empty.'),
    ...section('Largest statements', ['statement', 'live', 'kept', 'other'], statementRows(report), report.statements.length, terminalWidth),
    '',
    total.count === 0 ? 'The next clean-up deletes nothing.' : `The next clean-up deletes ${renderCount(total)}${report.deletion_paused_because === undefined ? ':' : `, if it may. ${report.deletion_paused_because}`}`,
    ...candidates(report.deletable, terminalWidth),
    ...(report.orphans.length === 0 ? [] : ['', 'Orphans that stay:', ...candidates(report.orphans, terminalWidth)]),
  ].join('\n')
}

const classRows = ({ classes }: Report): string[][] =>
  Object.entries(meanings).flatMap(([name, what]) => {
    const count = classes[name as keyof Report['classes']]
    return count === undefined ? [] : [[name, String(count.files), renderBytes(count.bytes), what]]
  })

function statementRows({ statements }: Report): string[][] {
  return statements.slice(0, rowsMax).map(({ uid, name, classes }) => {
    const { live, kept, pinned, ...rest } = classes
    const other = Object.values(rest).reduce((sum, count) => sum + (count?.bytes ?? 0), 0)
    return [name ?? uid, renderBytes(live?.bytes ?? 0), renderBytes((kept?.bytes ?? 0) + (pinned?.bytes ?? 0)), renderBytes(other)]
  })
}

function section(title: string, head: string[], rows: string[][], count: number, terminalWidth: number | undefined): string[] {
  if (rows.length === 0) return []
  return ['', `${title}:`, renderTable(head, rows, { terminalWidth, alignRight: [false, true, true, true] }), ...more(count)]
}

function candidates(found: Report['deletable'], terminalWidth: number | undefined): string[] {
  if (found.length === 0) return []
  const rows = found.slice(0, rowsMax).map(({ kind, files, bytes, key, reason }) => [kind, String(files), renderBytes(bytes), key, reason])
  return [renderTable(['what', 'files', 'size', 'place', 'why'], rows, { terminalWidth, alignRight: [false, true, true] }), ...more(found.length)]
}

const more = (count: number): string[] => (count <= rowsMax ? [] : [`and ${count - rowsMax} more: --format json shows them`])
