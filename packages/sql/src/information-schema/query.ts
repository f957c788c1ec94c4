import type { DataType } from '@headgate/domain'

/** The closed grammar of queries on INFORMATION_SCHEMA: what the known clients send, and a little more. */
export interface InformationSchemaQuery {
  /** Joined with UNION ALL; at least one. */
  selects: InformationSchemaSelect[]
  /** Of the whole result. `column`: a name of the result, or the place of a column from 1. */
  orderBy: { column: string | number; descending: boolean }[]
  limit?: number
}

export interface InformationSchemaSelect {
  distinct: boolean
  items: ({ kind: 'star' } | { kind: 'value'; value: ValueExpression; alias?: string })[]
  /** Upper case, for example `TABLES`. */
  table: string
  /** The catalog before INFORMATION_SCHEMA, as written. */
  catalog?: string
  alias?: string
  where?: Condition
}

export type ValueExpression =
  | { kind: 'column'; name: string; qualifier?: string }
  | { kind: 'literal'; value: string; type: 'string' | 'number' }
  | { kind: 'null' }
  | { kind: 'cast'; value: ValueExpression; type: DataType }
  | { kind: 'upper' | 'lower'; value: ValueExpression }
  | { kind: 'count-all' }

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>='

export type Condition =
  /** At least two conditions: a list, so that long chains do not nest. */
  | { kind: 'and' | 'or'; conditions: Condition[] }
  | { kind: 'not'; condition: Condition }
  | { kind: 'constant'; value: boolean }
  | { kind: 'compare'; operator: ComparisonOperator; left: ValueExpression; right: ValueExpression }
  | { kind: 'like'; value: ValueExpression; pattern: ValueExpression; escape?: string; not: boolean }
  | { kind: 'in'; value: ValueExpression; list: ValueExpression[]; not: boolean }
  | { kind: 'is-null'; value: ValueExpression; not: boolean }
