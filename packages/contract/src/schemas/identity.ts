import Type from 'typebox'
import { ObjectMeta, anyText, displayName, ignored, listOf, text } from './common.ts'

const description = text(1024, 'What it is for.')

export const ServiceAccount = Type.Object(
  {
    api_version: Type.Literal('iam/v2'),
    kind: Type.Literal('ServiceAccount'),
    id: Type.String(),
    metadata: ObjectMeta,
    display_name: Type.String(),
    description: Type.String(),
  },
  { title: 'ServiceAccount' },
)
export const ServiceAccountList = listOf('ServiceAccount', 'iam/v2', ServiceAccount)
export const ServiceAccountCreate = Type.Object({ display_name: displayName(), description: Type.Optional(description) }, { title: 'ServiceAccountCreate' })
export const ServiceAccountChange = Type.Object({ display_name: Type.Optional(displayName()), description: Type.Optional(description) }, { title: 'ServiceAccountChange' })

const TypedReference = Type.Object(
  {
    id: Type.String(),
    api_version: Type.String(),
    kind: Type.String(),
    environment: Type.Optional(Type.String()),
    related: Type.String(),
    resource_name: Type.String(),
  },
  { title: 'TypedReference' },
)

export const ApiKey = Type.Object(
  {
    api_version: Type.Literal('iam/v2'),
    kind: Type.Literal('ApiKey'),
    id: Type.String({ description: '16 upper-case characters: the user name of Basic authentication.' }),
    metadata: ObjectMeta,
    spec: Type.Object({
      secret: Type.Optional(Type.String({ description: 'Only in the answer to the POST: the password of Basic authentication.' })),
      display_name: Type.String(),
      description: Type.String(),
      owner: TypedReference,
      resource: TypedReference,
    }),
  },
  { title: 'ApiKey' },
)
export const ApiKeyList = listOf('ApiKey', 'iam/v2', ApiKey)

const keyName = Type.String({ maxLength: 64, pattern: '^[^\\x00-\\x1f\\x7f]*$' })

export const ApiKeyCreate = Type.Object(
  {
    spec: Type.Object({
      display_name: Type.Optional(keyName),
      description: Type.Optional(description),
      owner: Type.Object({ id: Type.String({ minLength: 1, maxLength: 255, pattern: anyText, description: 'A service account, or the owner of the calling key.' }), api_version: ignored(), kind: ignored() }),
      resource: Type.Optional(
        Type.Object(
          {
            id: Type.String({ minLength: 1, maxLength: 255, pattern: anyText, description: '`cloud`, or the id of a region such as `aws.local-1`.' }),
            environment: Type.Optional(Type.Union([text(64), Type.Object({ id: text(64) })], { description: 'Of a region key: the one environment that it reaches.' })),
            api_version: ignored(),
            kind: ignored(),
          },
          { description: 'Absent: a cloud key, which reaches the whole organization.' },
        ),
      ),
    }),
  },
  { title: 'ApiKeyCreate' },
)
export const ApiKeyChange = Type.Object({ spec: Type.Object({ display_name: Type.Optional(keyName), description: Type.Optional(description) }) }, { title: 'ApiKeyChange' })
