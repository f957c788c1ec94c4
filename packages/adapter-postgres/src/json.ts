/** Text as Postgres can store it: no NUL, no lone surrogates (both become U+FFFD). */
export const toStorableText = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed()

/** JSON text for a jsonb parameter. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' ? toStorableText(inner) : inner))

/** A bigint column as a number: times and counts, far below 2^53. */
export const toNumber = (value: bigint | number): number => Number(value)

/** Like `toNumber`, absent for NULL. */
export const toOptionalNumber = (value: bigint | number | null): number | undefined => (value === null ? undefined : Number(value))
