import type { DataType } from '@headgate/domain'

/** A cell: scalars as text, as on the wire. */
export type SchemaCell = string | null

/** A view of INFORMATION_SCHEMA with all of its rows. */
export interface MemoryTable {
  columns: { name: string; type: DataType }[]
  rows: SchemaCell[][]
}
