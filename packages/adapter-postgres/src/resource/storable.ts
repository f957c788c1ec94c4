import { toStorableText } from '../json.ts'

/** The text fields of a row, as Postgres can store them. */
export const storable = <T extends Record<string, unknown>>(row: T): T =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === 'string' ? toStorableText(value) : value])) as T
