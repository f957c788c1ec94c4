import Type from 'typebox'
import { anyText, dictionary, dictionaryKey, listOf, oneOf, text, timestamp } from './common.ts'
import { Labels, labelCountMax, nameLengthMax, namePattern } from './statement.ts'

/** What a copy may be called: one part of a key of the store. */
export const destinationPattern = '^(?!.*\\.\\.)[a-z0-9]([a-z0-9._-]{0,126}[a-z0-9])?$'
/** Of the path of a snapshot that is adopted; a key of S3 has at most 1,024 bytes. */
export const adoptedPathLengthMax = 1_024

const snapshotFormat = oneOf(['canonical', 'native'], { description: '`canonical` is independent of the state backend; `native` is quicker: the files of the backend itself.' })
export const snapshotKind = oneOf(['savepoint', 'checkpoint'])
export const snapshotTrigger = oneOf(['manual', 'scheduled', 'stop', 'upgrade', 'retained', 'adopted', 'exported'], {
  description: 'What it was made for. `stop` and `upgrade`: by a stop with savepoint; `retained`: a checkpoint that a run left; `adopted`: it lay in the store; `exported`: a copy.',
})
export const snapshotState = oneOf(['PENDING', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'CANCELLED', 'TRASHED', 'DELETING'], {
  description: '`COMPLETED` only once its `_metadata` was read back. `TRASHED`: it can be taken out of the trash; `DELETING`: it cannot any more.',
})
const labels = Type.Optional(Labels)
const pinned = Type.Optional(Type.Boolean({ description: 'A pinned snapshot is not deleted, whatever any policy says.' }))
const retainUntil = Type.Optional(timestamp('No policy deletes it before; within the next hundred years. Absent: one that a person made stays until a person deletes it.'))

export const SnapshotOperator = Type.Object(
  {
    uid: Type.Optional(Type.String({ description: 'Absent where Flink derived the id from the shape of the job graph.' })),
    name: Type.Optional(Type.String()),
    operator_id: Type.String({ description: '32 hexadecimal digits.' }),
    parallelism: Type.Integer(),
    max_parallelism: Type.Integer(),
    state_bytes: Type.Integer(),
  },
  { title: 'SnapshotOperator' },
)

export const SnapshotVerification = Type.Object(
  {
    at: timestamp('When it was verified.'),
    how: oneOf(['files', 'drill'], { description: '`files`: every file that `_metadata` names is there with at least the size it claims; `drill`: it was really restored.' }),
    good: Type.Boolean(),
    message: Type.String({ description: 'What was found, or looked at.' }),
  },
  { title: 'SnapshotVerification' },
)

export const SnapshotNeed = Type.Object(
  {
    statement_name: Type.String(),
    why: oneOf(['restoring', 'chosen', 'resume-target'], {
      description: '`restoring`: it was started from it and has no checkpoint of its own yet; `chosen`: it is to go on from it; `resume-target`: it would go on from it.',
    }),
  },
  { title: 'SnapshotNeed' },
)

export const SnapshotStatus = Type.Object(
  {
    state: snapshotState,
    detail: Type.String({ description: 'What is to be known about the state, in words: why it failed, what it waits for.' }),
    restorable: Type.Boolean({ description: 'A statement can be started from it.' }),
    kind: snapshotKind,
    trigger: snapshotTrigger,
    copy_of: Type.Optional(Type.String({ description: 'Id of the snapshot that it is a copy of.' })),
    attempt: Type.Optional(Type.Integer({ description: 'Number of the newest attempt to have it written.' })),
    started_at: Type.Optional(timestamp('When that attempt began.')),
    progress: Type.Optional(Type.Object({ bytes: Type.Integer(), files: Type.Integer(), at: timestamp('When that was seen.') }, { description: 'What the attempt has written so far.' })),
    retry_at: Type.Optional(timestamp('When the next attempt begins.')),
    cancel_requested_at: Type.Optional(timestamp('When its cancellation was asked for.')),
    completed_at: Type.Optional(timestamp('When Flink completed it.')),
    uri: Type.Optional(Type.String({ description: 'Its directory, as Flink takes it.' })),
    size: Type.Optional(
      Type.Object({
        own_bytes: Type.Integer({ description: 'In its own directory.' }),
        own_files: Type.Integer(),
        shared_bytes: Type.Integer({ description: 'In files that other snapshots may need too.' }),
        shared_files: Type.Integer(),
      }),
    ),
    operators: Type.Optional(Type.Array(SnapshotOperator)),
    format_version: Type.Optional(Type.Integer({ description: 'Of its `_metadata`.' })),
    flink_version: Type.Optional(Type.String({ description: 'The oldest Flink that reads that format.' })),
    verifications: Type.Array(SnapshotVerification, { description: 'The newest of each kind, newest first.' }),
    verification_requested_at: Type.Optional(timestamp('When a verification was asked for that is not done yet.')),
    drill_requested_at: Type.Optional(timestamp('When a restore drill was asked for that is not done yet.')),
    drill: Type.Optional(Type.Object({ started_at: timestamp('When the drill under way began.') })),
    trash: Type.Optional(
      Type.Object({
        at: timestamp('When it was thrown away.'),
        by: oneOf(['user', 'policy']),
        reason: Type.String(),
        deleted_after: timestamp('Until then it can be taken out of the trash.'),
      }),
    ),
    statement: Type.Optional(
      Type.Object({
        name: Type.String(),
        uid: Type.String(),
        generation: Type.Integer({ description: 'The run that wrote it; 0: not known.' }),
        sql: Type.Optional(Type.String({ description: 'What it ran; not in lists.' })),
      }, { description: 'Whose state it is.' }),
    ),
    needed_by: Type.Optional(Type.Array(SnapshotNeed, { description: 'The statements that need it, when one snapshot is read. It is not deleted while there are any.' })),
  },
  { title: 'SnapshotStatus' },
)

export const Snapshot = Type.Object(
  {
    api_version: Type.Literal('headgate/v1'),
    kind: Type.Literal('Snapshot'),
    id: Type.String({ description: 'UUID.' }),
    organization_id: Type.String({ format: 'uuid' }),
    environment_id: Type.String(),
    metadata: Type.Object(
      {
        self: Type.String(),
        created_at: timestamp('When it was asked for or registered.'),
        updated_at: timestamp('When it was last changed.'),
        resource_version: Type.String({ description: 'Rises by one with each change of the spec.' }),
      },
      { title: 'SnapshotMeta' },
    ),
    spec: Type.Object({
      statement_name: Type.Optional(Type.String()),
      format: snapshotFormat,
      pinned: Type.Boolean(),
      labels: Labels,
      retain_until: Type.Optional(timestamp('No policy deletes it before.')),
    }),
    status: SnapshotStatus,
  },
  { title: 'Snapshot' },
)

export const SnapshotList = listOf('Snapshot', 'headgate/v1', Snapshot)

export const SnapshotCreate = Type.Object(
  {
    statement_name: Type.String({ minLength: 1, maxLength: nameLengthMax, pattern: namePattern, description: 'A running INSERT, CREATE TABLE AS or statement set.' }),
    format: Type.Optional(oneOf(['canonical', 'native'], { description: 'Absent: `native`.' })),
    labels,
    pinned,
    retain_until: retainUntil,
  },
  { title: 'SnapshotCreate' },
)

/** A merge patch (RFC 7396): what is absent stays, null removes. */
export const SnapshotChange = Type.Object(
  {
    spec: Type.Object({
      pinned,
      labels: Type.Optional(
        dictionary(Type.Union([text(1024), Type.Null()]), { maxProperties: labelCountMax, propertyNames: dictionaryKey, description: 'Labels to set; null removes one.' }),
      ),
      retain_until: Type.Optional(Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description: 'No policy deletes it before; within the next hundred years. Null: as policies say.' })),
    }),
  },
  { title: 'SnapshotChange' },
)

export const SnapshotExport = Type.Object(
  {
    destination: Type.String({
      minLength: 1, maxLength: 128, pattern: destinationPattern,
      description: 'Name of the copy: it goes to `exports/<destination>` of the environment.',
    }),
  },
  { title: 'SnapshotExport' },
)

export const SnapshotFork = Type.Object(
  {
    statement_name: Type.String({ minLength: 1, maxLength: nameLengthMax, pattern: namePattern, description: 'Name of the new statement.' }),
    compute_pool_id: Type.Optional(text(255, 'Absent: the pool of the statement that the snapshot is of, or the default pool where that is gone.')),
    properties: Type.Optional(
      dictionary(Type.Union([text(255), Type.Number()]), {
        maxProperties: 16, propertyNames: dictionaryKey,
        description: 'Instead of those of the other statement: `parallelism.default` or `sql.parallelism`. The plan is taken over as it is, so nothing else has an effect.',
      }),
    ),
    labels,
    drop_sink_state: Type.Optional(
      Type.Boolean({ description: 'Leave the state of sinks behind: no transaction of the other statement is committed again, and what was written in one that never is committed is missing.' }),
    ),
  },
  { title: 'SnapshotFork' },
)

export const SnapshotAdoption = Type.Object(
  {
    path: Type.String({
      minLength: 1, maxLength: adoptedPathLengthMax, pattern: anyText,
      description: 'The directory that holds `_metadata`: its URI, or its key within the environment, for example `imports/orders-2026-11`. It must lie in the environment’s own part of the store.',
    }),
    statement_name: Type.Optional(Type.String({ minLength: 1, maxLength: nameLengthMax, pattern: namePattern, description: 'The statement whose state it is: needed for a fork and for a drill.' })),
    labels,
    pinned,
  },
  { title: 'SnapshotAdoption' },
)

export const StatementRestore = Type.Object(
  { snapshot_id: Type.Optional(Type.String({ minLength: 1, maxLength: 64, pattern: anyText, description: 'Absent: the newest good snapshot of the statement.' })) },
  { title: 'StatementRestore' },
)
