import type { Cell, DataType, ResultColumn, ResultRow, RowOperation } from '@headgate/domain'
import type { GatewayPage } from '@headgate/ports'
import { jsonEncoder } from './cells/encode-json-cell.ts'
import { parseWithNumbersAsText } from './cells/parse-json-page.ts'
import { readNestedText } from './cells/read-nested-text.ts'
import type { LocalTimeRenderer } from './cells/render-local-time.ts'
import type { RowFormat } from './cells/row-format.ts'
import { toDataType } from './cells/to-data-type.ts'
import type { LogicalType } from './cells/to-data-type.ts'

/** A page of a result as the gateway answers it. */
export interface RawPage {
  resultType: 'NOT_READY' | 'PAYLOAD' | 'EOS'
  jobID?: string
  isQueryResult?: boolean
  resultKind?: 'SUCCESS' | 'SUCCESS_WITH_CONTENT'
  nextResultUri?: string
  results?: {
    columns: { name: string; logicalType: LogicalType }[]
    data: { kind: string; fields: unknown[] }[]
  }
}

const operations: Record<string, RowOperation> = { INSERT: 0, UPDATE_BEFORE: 1, UPDATE_AFTER: 2, DELETE: 3 }

/** Parses the text of a page that was asked for in `format`. */
export const parsePage = (text: string, format: RowFormat): RawPage => (format === 'JSON' ? parseWithNumbersAsText(text) : JSON.parse(text)) as RawPage

export const columnsOf = (raw: RawPage): ResultColumn[] | undefined =>
  raw.results?.columns.map(({ name, logicalType }) => ({ name, type: toDataType(logicalType) }))

/** How the pages of one result are read. */
export interface PageReading {
  format: RowFormat
  columns: ResultColumn[]
  renderLocal: LocalTimeRenderer
}

/** The page as the port tells it; cells in the wire encoding. Without a reading: a page that has no columns yet. */
export function readPage(raw: RawPage, reading: PageReading | undefined): GatewayPage {
  const page: GatewayPage = {
    state: raw.resultType === 'NOT_READY' ? 'not-ready' : raw.resultType === 'EOS' || isWhole(raw) ? 'end' : 'payload',
    rows: reading === undefined ? [] : readRows(raw, reading),
  }
  if (reading !== undefined && raw.results !== undefined) page.columns = reading.columns
  if (raw.jobID !== undefined) page.jobId = raw.jobID
  const next = /\/result\/(\d+)/.exec(raw.nextResultUri ?? '')?.[1]
  if (next !== undefined && page.state === 'payload') page.nextToken = Number(next)
  return page
}

/** What is no query answers OK or the id of its job, in one page: that nothing follows need not be asked for. */
const isWhole = ({ isQueryResult, resultKind, jobID, results }: RawPage): boolean =>
  isQueryResult === false && (resultKind === 'SUCCESS' || jobID !== undefined) && (results?.data.length ?? 0) > 0

function readRows(raw: RawPage, { format, columns, renderLocal }: PageReading): ResultRow[] {
  const data = raw.results?.data ?? []
  if (data.length === 0) return []
  // The text of a scalar is its wire encoding, and the gateway's list of them is our row.
  if (format === 'PLAIN_TEXT') return data.map(({ kind, fields }) => ({ op: operations[kind] ?? 0, row: fields as Cell[] }))
  const encoders = columns.map(({ type }) => (format === 'JSON' ? jsonEncoder(type, renderLocal) : textEncoder(type)))
  return data.map(({ kind, fields }) => ({ op: operations[kind] ?? 0, row: encoders.map((encode, index) => encode(fields[index])) }))
}

function textEncoder(type: DataType): (value: unknown) => Cell {
  const nested = ['ARRAY', 'MAP', 'MULTISET', 'ROW', 'STRUCTURED_TYPE'].includes(type.type)
  return (value) => {
    if (value === null || value === undefined) return null
    // What cannot be taken apart is shown as Flink prints it.
    return nested ? (readNestedText(String(value), type) ?? String(value)) : String(value)
  }
}
