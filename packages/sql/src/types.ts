import type { DataType, SqlKind, StatementClass } from '@headgate/domain'

/**
 * A lexical element of SQL text. `text` is the source slice; comments and white space are tokens too.
 * `hint` tokens are the two delimiters of a hint; what is between them are ordinary tokens, as in Flink's lexer.
 */
export interface Token {
  kind: 'word' | 'quoted-identifier' | 'string' | 'number' | 'symbol' | 'comment' | 'hint' | 'space'
  text: string
  /**
   * Of a word: upper case (A to Z only, as Flink's keywords). Of a quoted identifier or plain string: its value, unescaped.
   * Of a prefixed string (`U&'…'`, `e'…'`): what is between its quotes, escapes as written. Else the text.
   */
  value: string
  /** Offset in the source, in UTF-16 units. */
  start: number
  end: number
}

/** A name as written: one to three parts, unquoted. */
export interface ObjectName {
  catalog?: string
  database?: string
  name: string
}

/** One `'key' = 'value'`. */
export interface TableOption {
  key: string
  value: string
  /** Span of the value's string token. */
  start: number
  end: number
}

/** An option list in the text: of a WITH clause, of an OPTIONS hint, of ALTER TABLE SET. */
export interface OptionList {
  where: 'with' | 'hint' | 'alter-set' | 'like'
  /** The table it belongs to where that is known. */
  table?: ObjectName
  options: TableOption[]
  /** Span of the whole list, parentheses included. */
  start: number
  end: number
}

/** What one statement is, read from its text alone. Everything that later steps decide on is here. */
export interface ReadStatement {
  /** The text without a trailing semicolon, otherwise as given. */
  sql: string
  tokens: Token[]
  class: StatementClass
  sqlKind: SqlKind
  /** Finer than sqlKind; the gate and the catalog steps switch on it. */
  action:
    | { kind: 'select' }
    | { kind: 'information-schema' }
    | { kind: 'insert'; target: ObjectName; overwrite: boolean }
    | { kind: 'statement-set'; targets: ObjectName[] }
    | { kind: 'create-table'; target: ObjectName; ifNotExists: boolean; temporary: boolean; like?: ObjectName }
    | { kind: 'create-table-as'; target: ObjectName; ifNotExists: boolean; /** Span of the query after AS. */ queryStart: number; queryEnd: number }
    | { kind: 'alter-table'; target: ObjectName; renameTo?: ObjectName }
    | { kind: 'drop-table'; target: ObjectName; ifExists: boolean }
    | { kind: 'create-view'; target: ObjectName; ifNotExists: boolean; temporary: boolean; /** Span of the query after AS. */ queryStart: number; queryEnd: number }
    | { kind: 'alter-view'; target: ObjectName; renameTo?: ObjectName }
    | { kind: 'drop-view'; target: ObjectName; ifExists: boolean }
    | { kind: 'create-database'; catalog?: string; name: string; ifNotExists: boolean; comment?: string }
    | { kind: 'alter-database'; catalog?: string; name: string }
    | { kind: 'drop-database'; catalog?: string; name: string; ifExists: boolean; cascade: boolean }
    | { kind: 'show'; what: 'catalogs' | 'databases' | 'tables' | 'views' | 'columns' | 'create-table' | 'create-view' | 'functions' | 'current-catalog' | 'current-database' | 'jobs' | 'connections'; of?: ObjectName; /** LIKE pattern; `not` inverts it. */ like?: { pattern: string; not: boolean; caseInsensitive: boolean } }
    | { kind: 'describe'; target: ObjectName; extended: boolean }
    | { kind: 'explain'; /** What is explained: a query, an INSERT, a statement set or a CREATE TABLE AS. Its spans are those of the whole text. */ inner: ReadStatement }
    | { kind: 'use'; catalog?: string; database?: string }
    | { kind: 'set'; key?: string; value?: string }
    | { kind: 'reset'; key?: string }
    /** Understood, and never allowed: the gate says why. `what` is for example `ADD JAR`, `CREATE FUNCTION`. */
    | { kind: 'forbidden'; what: string; /** The feature of the product that will bring it. */ waitsFor?: string }
  /** Every identifier chain in the text that may name a catalog object (one to three parts), deduplicated. */
  identifiers: ObjectName[]
  /** Each option list in the text. */
  optionLists: OptionList[]
  /** Every hint, in upper case: the gate knows which are harmless. */
  hints: { name: string; start: number; end: number }[]
  /** `DISTRIBUTED BY …` of CREATE TABLE: Flink's in-house connectors refuse it, so it is cut out and kept. */
  distribution?: { columns: string[]; buckets?: number; start: number; end: number }
  /** `WITH (…)` of a CREATE TABLE exists (then no default options are added). */
  hasConnector: boolean
  /** Secret names used as `{{sql.secrets.NAME}}`. */
  secretRefs: string[]
  /** Connection names used as `'connection' = 'NAME'`. */
  connectionRefs: string[]
}

/** Text of a Flink type, for example `ROW<`a` INT NOT NULL, `b` ARRAY<STRING>>`, to the wire shape. */
export type ParseDataType = (text: string) => DataType | undefined
