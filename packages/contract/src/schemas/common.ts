import Type from 'typebox'
import type { Static, TSchema } from 'typebox'

/** An object with any keys and values of one kind. */
export const dictionary = <S extends TSchema>(values: S, options: Record<string, unknown> = {}) =>
  Type.Unsafe<Record<string, Static<S>>>({ type: 'object', additionalProperties: values, ...options })

/** Any text but NUL, which cannot be stored. */
export const anyText = '^[^\\x00]*$'

/** What a key of a dictionary may be. `__proto__` is none: where a program assigns it, it changes what the dictionary is. */
export const dictionaryKey = { minLength: 1, maxLength: 255, pattern: '^(?!__proto__$)[^\\x00]*$' }

/** A text of a client, of at most `maxLength` characters. */
export const text = (maxLength: number, description?: string) => Type.String({ maxLength, pattern: anyText, ...(description === undefined ? {} : { description }) })

/** One of a few texts. */
export const oneOf = <const T extends string[]>(values: T, options: Record<string, unknown> = {}) => Type.Enum(values, { type: 'string', ...options })

/** A text that clients may send as anything; it is read-only and ignored. */
export const ignored = () => Type.Optional(Type.Unknown())

export const timestamp = (description: string) => Type.String({ format: 'date-time', description })

export const apiVersion = (version: string) => Type.Literal(version)

/** What a list of `Kind` is wrapped in. */
export const listOf = <S extends TSchema>(kind: string, version: string, item: S) =>
  Type.Object(
    {
      api_version: Type.Literal(version),
      kind: Type.Literal(`${kind}List`),
      metadata: ListMeta,
      data: Type.Array(item),
    },
    { title: `${kind}List` },
  )

export const ListMeta = Type.Object(
  {
    first: Type.Optional(Type.String({ description: 'Absolute URL of the first page.' })),
    next: Type.Optional(Type.String({ description: 'Absolute URL of the next page; its last query parameter is `page_token`. Absent on the last page.' })),
    self: Type.Optional(Type.String({ description: 'Absolute URL of this page.' })),
  },
  { title: 'ListMeta' },
)

/** Metadata of a resource of the control plane. */
export const ObjectMeta = Type.Object(
  {
    self: Type.String({ description: 'Absolute URL of the resource.' }),
    resource_name: Type.String({ description: 'Confluent Resource Name.' }),
    created_at: timestamp('When it was created.'),
    updated_at: timestamp('When it was last changed.'),
  },
  { title: 'ObjectMeta' },
)

/** A reference to another resource. Requests need its `id` alone. */
export const Reference = Type.Object(
  {
    id: Type.String({ description: 'Id of the resource.' }),
    related: Type.Optional(Type.String({ description: 'Absolute URL of the resource.' })),
    resource_name: Type.Optional(Type.String({ description: 'Confluent Resource Name.' })),
  },
  { title: 'Reference' },
)

/** A reference as clients send it. */
export const ReferenceInput = Type.Object(
  { id: Type.String({ minLength: 1, maxLength: 255, pattern: anyText }), related: ignored(), resource_name: ignored() },
  { title: 'ReferenceInput' },
)

const pageSize = Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 10, description: 'Items per page.' }))
const pageToken = (pattern: string) => Type.Optional(Type.String({ maxLength: 255, pattern, description: 'Where the page starts: taken from `metadata.next`. Empty: at the beginning.' }))

/** Of lists that are kept in the order of their creation: the token is a time and a key, and each such place is one to go on from. */
export const pageQuery = { page_size: pageSize, page_token: pageToken('^(?:(?:0|[1-9][0-9]{0,14})\\.[A-Za-z0-9._~-]{1,150})?$') }

/** Of lists that are short and whole in memory: the token is a number. */
export const shortPageQuery = { page_size: pageSize, page_token: pageToken('^[0-9]{0,6}$') }

/** Of results: the token is the number of a page. */
export const resultPageQuery = { page_token: pageToken('^[0-9]{0,9}$') }

export const emptyQuery = Type.Object({})

export const organizationParams = { organization_id: text(64, 'Id of the organization, a UUID.') }
export const environmentParams = { ...organizationParams, environment_id: text(64, 'Id of the environment.') }
export const idParams = Type.Object({ id: text(255, 'Id of the resource.') })

/** A name that people read: 1 to 64 characters, no control characters, no white space at its ends. */
export const displayName = (maxLength = 64) =>
  Type.String({ minLength: 1, maxLength, pattern: '^[^\\s\\x00-\\x1f\\x7f]([^\\x00-\\x1f\\x7f]*[^\\s\\x00-\\x1f\\x7f])?$', description: 'A name for people.' })
