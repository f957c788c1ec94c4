import Type from 'typebox'

/** One thing that is wrong with a request. */
export const ApiError = Type.Object(
  {
    id: Type.String({ description: 'Id of the request, as in the header X-Request-Id.' }),
    status: Type.String({ description: 'The HTTP status as text.' }),
    code: Type.String({ description: 'A word for programs, for example `not_found`.' }),
    title: Type.String({ description: 'The kind of problem.' }),
    detail: Type.String({ description: 'What is wrong, where, and what to do.' }),
    source: Type.Optional(
      Type.Object({
        pointer: Type.Optional(Type.String({ description: 'JSON pointer into the body.' })),
        parameter: Type.Optional(Type.String({ description: 'Name of the query parameter.' })),
      }),
    ),
  },
  { title: 'ApiError' },
)

/** What every refused request is answered with. */
export const ErrorBody = Type.Object({ errors: Type.Array(ApiError, { minItems: 1 }) }, { title: 'ErrorBody' })
