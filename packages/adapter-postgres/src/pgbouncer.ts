/**
 * Whether a URL of Postgres says that it leads to a PgBouncer that gives each transaction another connection, by the parameter that Prisma knows too: `?pgbouncer=true`. Then nothing that lasts as long as a connection is
 * used: prepared names, settings, listening. PgBouncer 1.21 and newer keeps names by itself, where its `max_prepared_statements` is not 0, but not settings.
 */
export const namesPgBouncer = (url: string): boolean => URL.canParse(url) && new URL(url).searchParams.get('pgbouncer') === 'true'
