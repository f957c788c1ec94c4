/** What a row does to the result: 0 insert, 1 update-before, 2 update-after, 3 delete (Confluent's `op`). */
export type RowOperation = 0 | 1 | 2 | 3

/** A cell in the wire encoding: every scalar is a string, NULL is null, nested values are lists. */
export type Cell = string | null | Cell[]

/** One row of a result, as `/results` serves it. */
export interface ResultRow {
  op: RowOperation
  row: Cell[]
}
