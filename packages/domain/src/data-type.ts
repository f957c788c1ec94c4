/** The names of SQL types as Confluent's Flink API spells them (`status.traits.schema.columns[].type.type`). */
export type DataTypeName =
  | 'CHAR' | 'VARCHAR' | 'BOOLEAN' | 'BINARY' | 'VARBINARY' | 'DECIMAL'
  | 'TINYINT' | 'SMALLINT' | 'INTEGER' | 'BIGINT' | 'FLOAT' | 'DOUBLE'
  | 'DATE' | 'TIME_WITHOUT_TIME_ZONE' | 'TIMESTAMP_WITHOUT_TIME_ZONE'
  | 'TIMESTAMP_WITH_TIME_ZONE' | 'TIMESTAMP_WITH_LOCAL_TIME_ZONE'
  | 'INTERVAL_YEAR_MONTH' | 'INTERVAL_DAY_TIME'
  | 'ARRAY' | 'MAP' | 'MULTISET' | 'ROW' | 'STRUCTURED_TYPE' | 'RAW' | 'NULL' | 'VARIANT'

/** A SQL type in the wire shape of the API (confluent `DataType`). */
export interface DataType {
  type: DataTypeName
  nullable: boolean
  length?: number
  precision?: number
  scale?: number
  element_type?: DataType
  key_type?: DataType
  value_type?: DataType
  fields?: { name: string; field_type: DataType; description?: string }[]
  resolution?: string
  fractional_precision?: number
  class_name?: string
}

/** A column of a result. */
export interface ResultColumn {
  name: string
  type: DataType
}
