import Type from 'typebox'
import { ignored, listOf, oneOf, text, timestamp } from './common.ts'
import { nameLengthMax, namePattern } from './statement.ts'

const yearSeconds = 31_536_000
const seconds = (minimum: number, description: string) => Type.Integer({ minimum, maximum: 10 * yearSeconds, description })

/** Five fields; which texts are a schedule is for the server to tell. */
const cronPattern = '^[0-9A-Za-z*,/#-]+( [0-9A-Za-z*,/#-]+){4}$'

export const SnapshotSchedule = Type.Union(
  [
    Type.Object({ every_seconds: Type.Integer({ minimum: 60, maximum: yearSeconds, description: 'Seconds from one to the next.' }) }),
    Type.Object({
      cron: Type.String({ minLength: 9, maxLength: 128, pattern: cronPattern, description: 'Minute, hour, day of the month, month, day of the week: `30 2 * * *`.' }),
      time_zone: Type.Optional(Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_+/-]+$', description: 'A name of the IANA database, for example `Europe/Berlin`; default `UTC`.' })),
    }),
  ],
  { description: 'When snapshots are taken by itself; absent: never.' },
)

const statementName = Type.Optional(
  Type.String({ minLength: 1, maxLength: nameLengthMax, pattern: namePattern, description: 'Absent: every statement of the environment that has no policy of its own.' }),
)

const defaulted = {
  format: Type.Optional(oneOf(['canonical', 'native'], { description: 'Of the snapshots that it takes; default `native`.' })),
  keep_last: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, description: 'Of each statement, the newest so many of those that no person made stay; default 10. One good snapshot always stays.' })),
  keep_for_seconds: Type.Optional(seconds(0, 'What is younger stays; default a week.')),
  keep_after_deletion_seconds: Type.Optional(seconds(0, 'How long the snapshots of a deleted statement stay; default a week.')),
  trash_seconds: Type.Optional(seconds(0, 'How long one in the trash can be taken out again; default a day.')),
  deletion_paused: Type.Optional(Type.Boolean({ description: 'The kill switch: while any policy of the environment has it set, nothing of the environment is deleted from the store.' })),
}

export const SnapshotPolicy = Type.Object(
  {
    api_version: Type.Literal('headgate/v1'),
    kind: Type.Literal('SnapshotPolicy'),
    name: Type.String(),
    organization_id: Type.String({ format: 'uuid' }),
    environment_id: Type.String(),
    metadata: Type.Object(
      {
        self: Type.String(),
        created_at: timestamp('When it was created.'),
        updated_at: timestamp('When it was last changed.'),
        resource_version: Type.String({ description: 'Rises by one with each change.' }),
      },
      { title: 'SnapshotPolicyMeta' },
    ),
    spec: Type.Object({
      statement_name: Type.Optional(Type.String()),
      schedule: Type.Optional(SnapshotSchedule),
      format: oneOf(['canonical', 'native']),
      keep_last: Type.Integer(),
      keep_for_seconds: Type.Integer(),
      keep_after_deletion_seconds: Type.Integer(),
      trash_seconds: Type.Integer(),
      drill_every_seconds: Type.Optional(Type.Integer()),
      deletion_paused: Type.Boolean(),
    }),
    status: Type.Object({ next_at: Type.Optional(timestamp('When the next snapshots are due by a cron schedule.')) }),
  },
  { title: 'SnapshotPolicy' },
)

export const SnapshotPolicyList = listOf('SnapshotPolicy', 'headgate/v1', SnapshotPolicy)

const spec = Type.Object({
  statement_name: statementName,
  schedule: Type.Optional(SnapshotSchedule),
  ...defaulted,
  drill_every_seconds: Type.Optional(seconds(3_600, 'How often the newest good snapshot of each statement is really restored; absent: never by itself.')),
})

export const SnapshotPolicyCreate = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: nameLengthMax, pattern: namePattern }), spec },
  { title: 'SnapshotPolicyCreate' },
)

/** The whole object as it was read: what is absent in its spec gets its default. */
export const SnapshotPolicyReplace = Type.Object(
  {
    api_version: ignored(),
    kind: ignored(),
    name: Type.Optional(text(nameLengthMax)),
    organization_id: Type.Optional(text(64)),
    environment_id: Type.Optional(text(64)),
    metadata: Type.Optional(Type.Object({ resource_version: Type.Optional(text(64, 'If given, it must be the present one.')) })),
    spec,
    status: ignored(),
  },
  { title: 'SnapshotPolicyReplace' },
)
