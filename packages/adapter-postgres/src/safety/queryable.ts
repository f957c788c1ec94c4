import type pg from 'pg'

/** Where a check asks: a pool, or one connection. */
export interface Queryable {
  query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<pg.QueryResult<Row>>
}
