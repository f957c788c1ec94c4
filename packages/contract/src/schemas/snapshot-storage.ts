import Type from 'typebox'
import { listOf, timestamp } from './common.ts'

const count = { files: Type.Integer(), bytes: Type.Integer() }

export const StorageCount = Type.Object(count, { title: 'StorageCount' })

const classes = Type.Object(
  {
    live: Type.Optional(StorageCount),
    kept: Type.Optional(StorageCount),
    pinned: Type.Optional(StorageCount),
    trash: Type.Optional(StorageCount),
    orphaned: Type.Optional(StorageCount),
    tables: Type.Optional(StorageCount),
    records: Type.Optional(StorageCount),
    unknown: Type.Optional(StorageCount),
  },
  {
    title: 'StorageClasses',
    description:
      'Each file is in one: `live` (checkpoints of what may run, attempts under way, plans), `kept`, `pinned` and `trash` (of snapshots), `orphaned` (needed by nobody that is known), `tables` (written by tables, never touched), ' +
      '`records` (how jobs ended), `unknown` (working files of processes, and what nobody knows: never touched).',
  },
)

const candidate = {
  key: Type.String({ description: 'Directory or file, below the root of the store.' }),
  kind: Type.String({ description: 'What it is, for example `snapshot` or `aborted-attempt`.' }),
  reason: Type.String(),
  ...count,
  statement_uid: Type.Optional(Type.String()),
  snapshot_id: Type.Optional(Type.String()),
}

export const StorageCandidate = Type.Object(candidate, { title: 'StorageCandidate' })

export const StorageReport = Type.Object(
  {
    started_at: timestamp('When the scan began.'),
    finished_at: timestamp('When it was done.'),
    total: StorageCount,
    classes,
    statements: Type.Array(Type.Object({ uid: Type.String(), name: Type.Optional(Type.String()), classes }), { description: 'At most a thousand, largest first.' }),
    deletable: Type.Array(StorageCandidate, { description: 'What the next clean-up would delete, and why: at most a thousand, largest first.' }),
    deletable_total: Type.Object({ count: Type.Integer(), ...count }),
    orphans: Type.Array(StorageCandidate, { description: 'Orphans that stay, each with the reason: at most a thousand, largest first.' }),
    deletion_paused_because: Type.Optional(Type.String({ description: 'Why nothing is deleted although it could be.' })),
  },
  { title: 'StorageReport' },
)

export const SnapshotStorage = Type.Object(
  {
    api_version: Type.Literal('headgate/v1'),
    kind: Type.Literal('SnapshotStorage'),
    organization_id: Type.String({ format: 'uuid' }),
    environment_id: Type.String(),
    metadata: Type.Object({ self: Type.String() }),
    status: Type.Object({
      scan_requested_at: Type.Optional(timestamp('When a scan was asked for that has not begun yet.')),
      report: Type.Optional(StorageReport),
    }, { description: 'Without a report as long as nothing was scanned.' }),
  },
  { title: 'SnapshotStorage' },
)

export const StorageDeletion = Type.Object({ at: timestamp('When it was deleted.'), ...candidate }, { title: 'StorageDeletion' })
export const StorageDeletionList = listOf('StorageDeletion', 'headgate/v1', StorageDeletion)
