import type { DataType } from './data-type.ts'

/** One column of a table or view, as DESCRIBE told it. */
export interface CatalogColumn {
  name: string
  /** As Flink prints it without nullability, for example `DECIMAL(10, 2)`. */
  dataTypeText: string
  type: DataType
  kind: 'physical' | 'computed' | 'metadata'
  /** Of a computed column: its expression. Of a metadata column: its key, if it differs from the name. */
  expression?: string
  metadataKey?: string
  virtual?: boolean
  comment?: string
  /** 1-based place in the primary key. */
  primaryKeyPosition?: number
}

/** A table or view of an environment. Flink resolves it, we store what Flink said. */
export interface CatalogObject {
  database: string
  name: string
  kind: 'table' | 'view'
  /**
   * The statement that makes it again in a new session, with names qualified as `database`.`name` and options as the
   * user wrote them (connection references and `{{sql.secrets.x}}` unresolved: no secret is in it unless literal).
   */
  definition: string
  columns: CatalogColumn[]
  options: Record<string, string>
  watermark?: { column: string; expression: string }
  distribution?: { columns: string[]; buckets?: number }
  partitionKeys?: string[]
  /** Of a view: its query, expanded by Flink. */
  query?: string
  comment?: string
  /** +1 with each change; the optimistic lock. */
  version: number
  createdAtMs: number
  updatedAtMs: number
}

/** A database (schema) of an environment. */
export interface CatalogDatabase {
  name: string
  comment?: string
  version: number
}

/** All that SQL can name in one environment. */
export interface Catalog {
  /** The environment id: the catalog's name. */
  id: string
  /** The environment's display name: the catalog's other name. */
  displayName: string
  databases: CatalogDatabase[]
  objects: CatalogObject[]
}

/** A change to a catalog, made by one DDL statement and stored in one transaction. */
export type CatalogChange =
  | { kind: 'put-object'; object: CatalogObject; /** 0: must not exist yet. */ expectedVersion: number }
  | { kind: 'remove-object'; database: string; name: string; expectedVersion: number }
  | { kind: 'put-database'; database: CatalogDatabase; expectedVersion: number }
  | { kind: 'remove-database'; name: string; expectedVersion: number }
