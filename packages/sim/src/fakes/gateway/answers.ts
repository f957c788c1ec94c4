import { ok } from '@headgate/domain'
import type { Cell, DataType, ResultColumn, ResultRow, Success } from '@headgate/domain'
import type { PlannedQuery } from './query-script.ts'

/** What a statement brings: rows at once, or a job whose rows come over time. */
export type StatementAnswer =
  | { kind: 'rows'; columns: ResultColumn[]; rows: ResultRow[]; jobId?: string }
  | { kind: 'query'; query: PlannedQuery; jobId: string }

const text: DataType = { type: 'VARCHAR', nullable: true, length: 2_147_483_647 }

/** Rows under columns of text; `types` names those that are not. */
export function table(names: string[], rows: Cell[][], types: Record<string, DataType> = {}): Success<StatementAnswer> {
  return ok({
    kind: 'rows',
    columns: names.map((name) => ({ name, type: types[name] ?? text })),
    rows: rows.map((row) => ({ op: 0, row })),
  })
}

/** The row that Flink answers DDL with. */
export const done = (): Success<StatementAnswer> => table(['result'], [['OK']])

/** The row that Flink answers an INSERT with. */
export const submitted = (jobId: string): Success<StatementAnswer> =>
  ok({ kind: 'rows', columns: [{ name: 'job id', type: text }], rows: [{ op: 0, row: [jobId] }], jobId })
