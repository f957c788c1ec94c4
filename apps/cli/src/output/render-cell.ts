import type { CellType } from './cell-type.ts'

/** A cell of a result as people read it: NULL, texts as they are, ARRAY as [a, b], MAP as {k=v}, ROW as (a, b). */
export function renderCell(cell: unknown, type: CellType | undefined): string {
  if (cell === null || cell === undefined) return 'NULL'
  if (!Array.isArray(cell)) return typeof cell === 'string' ? cell : JSON.stringify(cell)
  switch (type?.type) {
    case 'MAP':
    case 'MULTISET': {
      const keyType = type.key_type ?? type.element_type
      return `{${cell.map((entry) => (Array.isArray(entry) ? `${renderCell(entry[0], keyType)}=${renderCell(entry[1], type.value_type)}` : renderCell(entry, keyType))).join(', ')}}`
    }
    case 'ROW':
    case 'STRUCTURED_TYPE':
      return `(${cell.map((entry, position) => renderCell(entry, type.fields?.[position]?.field_type)).join(', ')})`
    default:
      return `[${cell.map((entry) => renderCell(entry, type?.element_type)).join(', ')}]`
  }
}

const numeric = new Set(['DECIMAL', 'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'FLOAT', 'DOUBLE'])

/** Whether values of a type stand right in a table. */
export const isNumeric = (type: CellType | undefined): boolean => type !== undefined && numeric.has(type.type)
