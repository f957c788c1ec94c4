import Type from 'typebox'
import { DataType } from './data-type.ts'
import { anyText, dictionary, dictionaryKey, ignored, oneOf, text, timestamp } from './common.ts'

/** At most this many characters of SQL. */
export const statementLengthMax = 131_072
/** At most this many properties of one statement. */
export const propertyCountMax = 8_192
/** DNS-style: what a statement and a connection may be called. */
export const namePattern = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$'
export const nameLengthMax = 100
export const labelCountMax = 64

/** Labels of a resource. */
export const Labels = dictionary(text(1024), { maxProperties: labelCountMax, propertyNames: dictionaryKey, description: 'Labels, for example `user.confluent.io/hidden: "true"`.' })

export const StatementWarning = Type.Object(
  {
    severity: oneOf(['LOW', 'MODERATE', 'CRITICAL']),
    created_at: timestamp('When it was found.'),
    reason: Type.String({ description: 'A word for programs, for example `UNBOUNDED_STATE`.' }),
    message: Type.String(),
  },
  { title: 'StatementWarning' },
)

export const StatementTraits = Type.Object(
  {
    sql_kind: Type.Optional(Type.String({ description: 'For example `SELECT` or `INSERT_INTO`.' })),
    is_bounded: Type.Optional(Type.Boolean()),
    is_append_only: Type.Optional(Type.Boolean()),
    upsert_columns: Type.Optional(Type.Array(Type.Integer())),
    schema: Type.Optional(Type.Object({ columns: Type.Array(Type.Object({ name: Type.String(), type: DataType })) })),
    connection_refs: Type.Optional(Type.Array(Type.String())),
  },
  { title: 'StatementTraits' },
)

export const StatementStatus = Type.Object(
  {
    phase: oneOf(['PENDING', 'RUNNING', 'COMPLETED', 'DELETING', 'FAILED', 'STOPPING', 'STOPPED']),
    detail: Type.String({ description: 'Why it FAILED or what is to be known; empty while PENDING.' }),
    scaling_status: Type.Optional(
      Type.Object({ scaling_state: oneOf(['OK', 'PENDING_SCALE_DOWN', 'PENDING_SCALE_UP', 'POOL_EXHAUSTED']), last_updated: timestamp('When it changed.') }),
    ),
    warnings: Type.Array(StatementWarning),
    traits: Type.Optional(StatementTraits),
    network_kind: oneOf(['PUBLIC', 'PRIVATE']),
    latest_offsets: dictionary(Type.String(), { description: 'Of a stopped statement: `partition:0,offset:100;…` by topic.' }),
    latest_offsets_timestamp: timestamp('When the offsets were read; `0001-01-01T00:00:00Z` if never.'),
    end_time: Type.Optional(timestamp('When it ended.')),
    duration: Type.Optional(Type.String({ description: 'From start to end, ISO 8601.' })),
    observed_at: Type.Optional(timestamp('Headgate: when the newest fact behind this status was seen.')),
    waiting_for: Type.Optional(Type.String({ description: 'Headgate: why nothing can be done yet.' })),
  },
  { title: 'StatementStatus' },
)

export const StatementMeta = Type.Object(
  {
    self: Type.String(),
    created_at: timestamp('When it was created.'),
    updated_at: timestamp('When it was last changed.'),
    uid: Type.String({ description: 'UUID; a name that is used again has another.' }),
    resource_version: Type.String({ description: 'Rises by one with each accepted change of the spec, never with the status.' }),
    labels: Labels,
  },
  { title: 'StatementMeta' },
)

export const Statement = Type.Object(
  {
    api_version: Type.Literal('sql/v1'),
    kind: Type.Literal('Statement'),
    name: Type.String(),
    organization_id: Type.String({ format: 'uuid' }),
    environment_id: Type.String(),
    metadata: StatementMeta,
    spec: Type.Object({
      statement: Type.String(),
      properties: dictionary(Type.String()),
      compute_pool_id: Type.String(),
      principal: Type.String(),
      stopped: Type.Boolean(),
      execution_mode: Type.String({ description: '`STREAMING` or `BATCH`.' }),
    }),
    status: StatementStatus,
  },
  { title: 'Statement' },
)

const properties = Type.Optional(
  dictionary(Type.Union([text(65_536), Type.Boolean(), Type.Number()]), {
    maxProperties: propertyCountMax,
    propertyNames: dictionaryKey,
    description: 'Settings such as `sql.current-catalog`. `sql.secrets.*` are sealed and never shown.',
  }),
)
const computePoolId = Type.Optional(text(255, 'Absent on creation: the default pool of the environment.'))
const principal = Type.Optional(text(1024, 'As whom it runs. Absent on creation: the owner of the API key.'))

export const StatementCreate = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: nameLengthMax, pattern: namePattern, description: 'Absent: a name is made up.' })),
    organization_id: Type.Optional(text(64)),
    environment_id: Type.Optional(text(64)),
    metadata: Type.Optional(Type.Object({ labels: Type.Optional(Labels) })),
    spec: Type.Object({
      statement: Type.String({ minLength: 1, maxLength: statementLengthMax, pattern: anyText, description: 'One SQL statement.' }),
      properties,
      compute_pool_id: computePoolId,
      principal,
      stopped: Type.Optional(Type.Boolean()),
    }),
  },
  { title: 'StatementCreate' },
)

/** The whole object as it was read: what is read-only is ignored. */
export const StatementReplace = Type.Object(
  {
    api_version: ignored(),
    kind: ignored(),
    name: Type.Optional(text(nameLengthMax)),
    organization_id: Type.Optional(text(64)),
    environment_id: Type.Optional(text(64)),
    metadata: Type.Optional(
      Type.Object({
        labels: Type.Optional(Labels),
        resource_version: Type.Optional(text(64, 'If given, it must be the present one.')),
      }),
    ),
    spec: Type.Object({
      statement: Type.Optional(text(statementLengthMax)),
      properties,
      compute_pool_id: computePoolId,
      principal,
      stopped: Type.Optional(Type.Boolean()),
    }),
    status: ignored(),
  },
  { title: 'StatementReplace' },
)

/** RFC 6902. */
export const JsonPatch = Type.Array(
  Type.Object({
    op: oneOf(['add', 'remove', 'replace', 'move', 'copy', 'test']),
    path: text(1024, 'JSON pointer: `/spec/stopped`, `/spec/compute_pool_id`, `/spec/principal`, `/metadata/labels` or below it.'),
    from: Type.Optional(text(1024)),
    value: Type.Optional(Type.Unknown()),
  }),
  { title: 'JsonPatch', minItems: 1, maxItems: 100 },
)

export const StatementException = Type.Object(
  { kind: Type.Literal('StatementException'), name: Type.String(), message: Type.String(), timestamp: timestamp('When it was thrown.') },
  { title: 'StatementException' },
)

export const StatementExceptionList = Type.Object(
  {
    api_version: Type.Literal('sql/v1'),
    kind: Type.Literal('StatementExceptionList'),
    metadata: Type.Object({ self: Type.String() }),
    data: Type.Array(StatementException),
  },
  { title: 'StatementExceptionList' },
)

export const StatementResult = Type.Object(
  {
    api_version: Type.Literal('sql/v1'),
    kind: Type.Literal('StatementResult'),
    metadata: Type.Object({
      self: Type.String(),
      next: Type.String({ description: 'Absolute URL of the next page; empty at the end.' }),
      created_at: timestamp('When the page was read.'),
    }),
    results: Type.Object({
      data: Type.Array(
        Type.Object({
          op: Type.Integer({ minimum: 0, maximum: 3, description: '0 insert, 1 update before, 2 update after, 3 delete.' }),
          row: Type.Array(Type.Unknown({ description: 'Scalars are texts, NULL is null, nested values are lists.' })),
        }),
      ),
    }),
  },
  { title: 'StatementResult' },
)
