/**
 * The `status.traits.sql_kind` values. Confluent publishes no list; those marked *ours* were not seen in any
 * public client and are our own spelling in the same style.
 */
export const sqlKinds = [
  'SELECT', 'CREATE_TABLE', 'CREATE_TABLE_AS', 'DROP_TABLE', 'CREATE_VIEW', 'DROP_VIEW', 'ALTER_TABLE', 'DESCRIBE',
  /* ours: */
  'INSERT_INTO', 'STATEMENT_SET', 'SHOW', 'EXPLAIN', 'ALTER_VIEW', 'CREATE_DATABASE', 'DROP_DATABASE', 'ALTER_DATABASE',
  'USE', 'SET', 'RESET', 'OTHER',
] as const
export type SqlKind = (typeof sqlKinds)[number]

/**
 * How a statement lives.
 * - `catalog`: SHOW, DESCRIBE, INFORMATION_SCHEMA: answered from what Postgres holds, needs no Flink.
 * - `ddl`: runs once on a gateway session, then the catalog is stored.
 * - `explain`: runs once on a gateway session, the text is its result.
 * - `query`: SELECT: a Flink job whose rows are drained into the spool.
 * - `insert`: INSERT, EXECUTE STATEMENT SET, CTAS: a Flink job that runs until it ends or is stopped.
 */
export type StatementClass = 'catalog' | 'ddl' | 'explain' | 'query' | 'insert'
