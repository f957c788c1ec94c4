/** Text as Postgres can store it: no NUL, no lone surrogates (both become U+FFFD). */
export const toStorableText = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed()

/** JSON text for a jsonb parameter. jsonb refuses NUL and lone surrogates, in keys too, which JSON writes as escapes. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value).replace(/\\(u0000|ud[89a-f][0-9a-f]{2}|.)/g, (text, escape: string) => (/^u(0000|d)/.test(escape) ? '\uFFFD' : text))

/** A bigint column as a number: times and counts, far below 2^53. */
export const toNumber = (value: bigint | number): number => Number(value)

/** Like `toNumber`, absent for NULL. */
export const toOptionalNumber = (value: bigint | number | null): number | undefined => (value === null ? undefined : Number(value))
