import type { Result } from '@headgate/domain'
import { failed } from '@headgate/domain'
import type { Clock } from '@headgate/ports'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { isConnectionLoss, readDatabaseError, toFailure } from './failure.ts'
import { PrismaClient } from './prisma-client/client.ts'
import type { Prisma } from './prisma-client/client.ts'
import type { ServingRole } from './roles.ts'
import { namesPgBouncer } from './pgbouncer.ts'
import { createSafetyWatch } from './safety/safety-watch.ts'
import { createSqlClient } from './sql-client.ts'
import type { SqlClient } from './sql-client.ts'

/** A transaction as most of the stores use it: SQL alone. */
export type Transaction = SqlClient
/** A transaction with the models of the Prisma client, for simple resources. */
export type ModelTransaction = Prisma.TransactionClient

/** `read-at-one-time`: all of its statements see the database as it was at the first. */
export type TransactionMode = 'read' | 'read-at-one-time' | 'write'

/** What a transaction may see. */
export interface TransactionScope {
  organizationId: string
  /** Absent: every environment of the organization. */
  environmentId?: string
}

/** One pool of connections, under one of the serving roles. */
export interface Database {
  /**
   * The only way to rows of a tenant: one transaction with the tenant set in it, for row-level security to judge by. A failure returned
   * by `body` rolls back. A connection that is lost in COMMIT is `unknown-outcome`, else `unavailable`.
   */
  inTenant<T>(scope: TransactionScope, mode: TransactionMode, body: (transaction: Transaction) => Promise<Result<T>>): Promise<Result<T>>
  /** The same with models. Several times slower than SQL: for what is not done at every request or pass. */
  inTenantWithModels<T>(scope: TransactionScope, mode: 'read' | 'write', body: (transaction: ModelTransaction) => Promise<Result<T>>): Promise<Result<T>>
  /** The one look-up without a tenant: sees the row of this key id in `api_key` and nothing else. */
  withPresentedKey<T>(apiKeyId: string, body: (transaction: Transaction) => Promise<Result<T>>): Promise<Result<T>>
  /** One statement without a tenant: for the controller's role it sees the work index and nothing else, for that of snapshots the keys of files in it, for the API's role nothing. */
  inWorkIndex<T>(mode: 'read' | 'write', body: (client: SqlClient) => Promise<Result<T>>): Promise<Result<T>>
  /** Whether tenants are safe in this database; every access waits for it once, and it is looked at again now and then. */
  assertRole(): Promise<Result<void>>
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** With `pgbouncer=true` in its query it leads to a PgBouncer in transaction mode. */
  url: string
  role: ServingRole
  poolSize: number
  clock: Pick<Clock, 'nowMs'>
  /** Told when the database stops being safe to serve from. */
  onUnsafe?: (message: string) => void
}

/** A refusal on its way out of a transaction, so that it rolls back. */
class Refusal extends Error {
  result: Result<never>
  constructor(result: Result<never>) {
    super('refused')
    this.result = result
  }
}

// A statement that waits longer hangs on a lock or a sick disk: give the connection back. A transaction is a handful of statements.
const statementTimeoutMs = 15_000
const lockTimeoutMs = 5_000
// A server that stands still ends no statement: the connection is given up.
const answerTimeoutMs = 20_000
const transactionTimeoutMs = 30_000
const connectTimeoutMs = 5_000

/** Opens the pool; connects on first use. */
export function openDatabase(options: DatabaseOptions): Database {
  // It refuses settings of a connection, and gives each transaction another one: what was prepared or set before is not there.
  const isPooled = namesPgBouncer(options.url)
  const preparation = isPooled ? 'unnamed' : 'named'
  const timeouts = { statement_timeout: statementTimeoutMs, lock_timeout: lockTimeoutMs, idle_in_transaction_session_timeout: transactionTimeoutMs }
  const own = isPooled ? Object.entries(timeouts) : []
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    application_name: `headgate-${options.role}`,
    query_timeout: answerTimeoutMs,
    ...(isPooled ? {} : timeouts),
  })
  // An idle connection that breaks is replaced on the next use; without a listener it would end the process.
  pool.on('error', ignoreError)
  // One that breaks in somebody's hands is told by the next statement. It may break as early as it is ready, before whoever waits for it could listen.
  pool.on('connect', (connection) => connection.on('error', ignoreError))
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: connectTimeoutMs, timeout: transactionTimeoutMs },
  })

  const safety = createSafetyWatch(pool, options)

  const withModels = async <T>(mode: 'read' | 'write', settings: Settings, body: (transaction: ModelTransaction) => Promise<Result<T>>): Promise<Result<T>> => {
    const checked = await safety.allow()
    if (!checked.ok) return checked
    let committing = false
    try {
      return await prisma.$transaction(async (transaction) => {
        await transaction.$queryRaw`SELECT set_config('headgate.organization_id', ${settings.organizationId}, true),
          set_config('headgate.environment_id', ${settings.environmentId}, true), set_config('headgate.api_key_id', ${settings.apiKeyId}, true),
          set_config('transaction_read_only', ${mode === 'read' ? 'on' : 'off'}, true)`
        if (own.length > 0) await transaction.$queryRaw`SELECT set_config(name, value, true) FROM unnest(${own.map(([name]) => name)}::text[], ${own.map(([, ms]) => String(ms))}::text[]) AS t (name, value)`
        const result = await body(transaction)
        if (!result.ok) throw new Refusal(result)
        committing = true
        return result
      })
    } catch (error) {
      if (error instanceof Refusal) return error.result
      return toOutcome(error, mode === 'write' && committing)
    }
  }

  const run = async <T>(mode: TransactionMode, settings: Settings, body: (transaction: Transaction) => Promise<Result<T>>): Promise<Result<T>> => {
    const checked = await safety.allow()
    if (!checked.ok) return checked
    let connection: pg.PoolClient | undefined
    let broken: Error | undefined
    let committing = false
    try {
      connection = await pool.connect()
      // One round trip for both.
      await connection.query(renderBegin(mode, settings, own))
      const result = await body(createSqlClient(connection, preparation))
      if (!result.ok) {
        await connection.query('ROLLBACK')
        return result
      }
      committing = true
      const { command } = await connection.query('COMMIT')
      if (command !== 'COMMIT') throw new Error(`The transaction was not committed: ${command}.`)
      return result
    } catch (error) {
      broken = error instanceof Error ? error : new Error(String(error))
      return toOutcome(error, mode === 'write' && committing)
    } finally {
      if (connection !== undefined) await giveBack(connection, broken)
    }
  }

  return {
    inTenant: (scope, mode, body) => {
      if (scope.organizationId === '') throw new Error('A tenant needs an organization.')
      return run(mode, settingsOf(scope), body)
    },
    inTenantWithModels: (scope, mode, body) => {
      if (scope.organizationId === '') throw new Error('A tenant needs an organization.')
      return withModels(mode, settingsOf(scope), body)
    },
    withPresentedKey: (apiKeyId, body) => run('read', { organizationId: '', environmentId: '', apiKeyId }, body),
    inWorkIndex: async (mode, body) => {
      const checked = await safety.allow()
      if (!checked.ok) return checked
      try {
        return await body(createSqlClient(pool, preparation))
      } catch (error) {
        return toOutcome(error, mode === 'write')
      }
    },
    assertRole: safety.assert,
    close: async () => {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}

interface Settings {
  organizationId: string
  environmentId: string
  apiKeyId: string
}

function toOutcome(error: unknown, mayHaveHappened: boolean): Result<never> {
  const found = readDatabaseError(error)
  if (mayHaveHappened && found !== undefined && isConnectionLoss(found) && found.code !== 'ECONNREFUSED') {
    return failed('unknown-outcome', 'The database did not confirm the change: it may or may not be stored. Read it, then try again.', `${found.code} ${found.message}`)
  }
  return toFailure(error)
}

const settingsOf = (scope: TransactionScope): Settings => ({ organizationId: scope.organizationId, environmentId: scope.environmentId ?? '', apiKeyId: '' })

/** Begins a transaction and sets its tenant and, where the connection has none, its timeouts, all for its length alone. */
function renderBegin(mode: TransactionMode, settings: Settings, timeouts: [string, number][]): string {
  const set = (name: string, value: string) => `set_config('headgate.${name}', ${pg.escapeLiteral(value)}, true)`
  const limits = timeouts.map(([name, ms]) => `, set_config('${name}', '${ms}', true)`).join('')
  const { organizationId, environmentId, apiKeyId } = settings
  const begin = { read: 'BEGIN READ ONLY', 'read-at-one-time': 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', write: 'BEGIN' }[mode]
  return `${begin}; SELECT ${set('organization_id', organizationId)}, ${set('environment_id', environmentId)}, ${set('api_key_id', apiKeyId)}${limits}`
}

const ignoreError = (): void => undefined

/** Returns a connection to the pool, out of its transaction; one that cannot be brought out of it is thrown away. */
async function giveBack(connection: pg.PoolClient, broken: Error | undefined): Promise<void> {
  const failure = broken === undefined ? undefined : readDatabaseError(broken)
  const isLost = failure !== undefined && isConnectionLoss(failure)
  const isUsable = broken === undefined || (!isLost && (await connection.query('ROLLBACK').then(() => true, () => false)))
  connection.release(isUsable ? undefined : broken)
}
