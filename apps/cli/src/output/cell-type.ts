/** A SQL type as far as rendering needs it; types nest. */
export interface CellType {
  type: string
  element_type?: CellType
  key_type?: CellType
  value_type?: CellType
  fields?: { name: string; field_type: CellType }[]
}
