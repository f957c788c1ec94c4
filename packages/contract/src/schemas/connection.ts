import Type from 'typebox'
import { anyText, ignored, listOf, oneOf, text, timestamp } from './common.ts'
import { nameLengthMax, namePattern } from './statement.ts'

/** What stands for a secret on every read. */
export const redacted = '<REDACTED>'

export const Connection = Type.Object(
  {
    api_version: Type.Literal('sql/v1'),
    kind: Type.Literal('Connection'),
    name: Type.String(),
    organization_id: Type.String({ format: 'uuid' }),
    environment_id: Type.String(),
    metadata: Type.Object({
      self: Type.String(),
      created_at: timestamp('When it was created.'),
      updated_at: timestamp('When it was last changed.'),
      uid: Type.String(),
      resource_version: Type.String(),
    }),
    spec: Type.Object({
      connection_type: Type.String(),
      endpoint: Type.String(),
      auth_data: Type.Object({
        kind: Type.Literal('PlaintextProvider'),
        data: Type.String({ description: 'A JSON object as text, each of its values replaced by `<REDACTED>`.' }),
      }),
    }),
    status: Type.Object({ phase: oneOf(['ACTIVE', 'UNREACHABLE', 'INVALID_AUTH']), detail: Type.String() }),
  },
  { title: 'Connection' },
)

export const ConnectionList = listOf('Connection', 'sql/v1', Connection)

const authData = Type.Object({
  kind: Type.Literal('PlaintextProvider'),
  data: text(65_536, 'A JSON object as text, for example `{"USERNAME":"app","PASSWORD":"…"}`.'),
})

const connectionType = Type.String({ pattern: '^[A-Z][A-Z0-9_]{0,63}$', description: 'Upper case: `KAFKA`, `JDBC`, `SCHEMA_REGISTRY`, or a type of Confluent.' })
const endpoint = Type.String({ minLength: 1, maxLength: 16_384, pattern: anyText, description: 'Address: bootstrap servers, JDBC URL or URL.' })

export const ConnectionCreate = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: nameLengthMax, pattern: namePattern }),
    organization_id: Type.Optional(text(64)),
    environment_id: Type.Optional(text(64)),
    spec: Type.Object({ connection_type: connectionType, endpoint, auth_data: Type.Optional(authData) }),
  },
  { title: 'ConnectionCreate' },
)

/** The whole object as it was read; only `spec.auth_data` may differ. A value that is `<REDACTED>` keeps the stored one. */
export const ConnectionReplace = Type.Object(
  {
    api_version: ignored(),
    kind: ignored(),
    name: Type.Optional(text(nameLengthMax)),
    organization_id: Type.Optional(text(64)),
    environment_id: Type.Optional(text(64)),
    metadata: Type.Optional(Type.Object({ resource_version: Type.Optional(text(64)) })),
    spec: Type.Object({
      connection_type: Type.Optional(connectionType),
      endpoint: Type.Optional(endpoint),
      auth_data: Type.Optional(authData),
    }),
    status: ignored(),
  },
  { title: 'ConnectionReplace' },
)
