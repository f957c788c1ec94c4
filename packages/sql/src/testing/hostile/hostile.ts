/** The ways in which a text tries to get something past the gate; each has statements of its own in this folder. */
export const hostileVectors = [
  'code', 'modules', 'catalogs', 'models', 'connections', 'plans', 'jobs', 'row changes', 'materialized tables', 'temporary and replacing',
  'settings', 'several statements', 'comments', 'quoting', 'unicode', 'unreadable text',
  'hints', 'like', 'views', 'statement sets', 'explain and execute', 'create table as', 'alter', 'information schema',
  'files', 'class names', 'connectors and formats', 'kafka properties', 'kafka login', 'jdbc', 'schema registry', 'addresses', 'secrets',
] as const
export type HostileVector = (typeof hostileVectors)[number]

/** A statement that must not reach Flink. */
export interface HostileStatement {
  vector: HostileVector
  sql: string
  /** Where the refusal must point, in UTF-16 units. Undefined: the text holds nothing that could be pointed at. */
  offset: number | undefined
  /** A part of what the author is told. */
  told: RegExp
}

/** Stands before the place that the refusal must point at. */
const mark = '«'

/** Statements of one vector; in each the place to point at is marked with `«`. */
export const hostile = (vector: HostileVector, statements: readonly (readonly [marked: string, told: RegExp])[]): HostileStatement[] =>
  statements.map(([marked, told]) => {
    const offset = marked.indexOf(mark)
    return { vector, sql: marked.replace(mark, ''), offset: offset < 0 ? undefined : offset, told }
  })
