import { createHash } from 'node:crypto'
import pg from 'pg'
import { Prisma } from './prisma-client/client.ts'

/** Runs SQL that is written as templates; what is put in becomes a parameter, and `Prisma.sql` pieces become text. */
export interface SqlClient {
  /** The rows, with bigint columns as bigint and jsonb parsed. */
  $queryRaw<Rows>(text: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<Rows>
  /** How many rows were touched. */
  $executeRaw(text: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<number>
}

interface Queryable {
  query(config: pg.QueryConfig): Promise<pg.QueryResult>
}

/** Whether statements are prepared under names, which last as long as a connection: `unnamed` where a connection is another one for each transaction. */
export type Preparation = 'named' | 'unnamed'

/**
 * SQL straight through pg. The way through the Prisma client costs several times what Postgres itself takes for the short statements that
 * every pass and every request make.
 */
export function createSqlClient(connection: Queryable, preparation: Preparation): SqlClient {
  const run = (text: TemplateStringsArray | Prisma.Sql, values: unknown[]) => {
    const sql = text instanceof Prisma.Sql ? text : Prisma.sql(text as unknown as readonly string[], ...(values as never[]))
    return connection.query({ name: preparation === 'named' ? statementName(sql.text) : undefined, text: sql.text, values: sql.values as unknown[], types })
  }
  return {
    $queryRaw: async <Rows>(text: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) => (await run(text, values)).rows as Rows,
    $executeRaw: async (text, ...values) => (await run(text, values)).rowCount ?? 0,
  }
}

const bigintOid = 20

/** As the rows of the Prisma client have them. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') => (oid === bigintOid ? (text: string) => BigInt(text) : pg.types.getTypeParser(oid, format))) as never,
}

const names = new Map<string, string>()
// Texts are few; lists of changing length could make more.
const namesMax = 1_000

/** Names each SQL text, so that a connection parses and plans it once. */
function statementName(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= namesMax) return known
  const name = createHash('sha1').update(text).digest('base64url')
  names.set(text, name)
  return name
}
