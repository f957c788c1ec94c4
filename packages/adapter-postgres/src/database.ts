import { createHash } from 'node:crypto'
import type { Result } from '@headgate/domain'
import { failed } from '@headgate/domain'
import type { Clock } from '@headgate/ports'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { isConnectionLoss, readDatabaseError, toFailure } from './failure.ts'
import { PrismaClient } from './prisma-client/client.ts'
import type { Prisma } from './prisma-client/client.ts'
import { createSafetyWatch } from './safety/safety-watch.ts'

export type Transaction = Prisma.TransactionClient

/** What a transaction may see. */
export interface TransactionScope {
  organizationId: string
  /** Absent: every environment of the organization. */
  environmentId?: string
}

/** One pool of connections, under one of the two serving roles. */
export interface Database {
  /**
   * The only way to rows of a tenant: one transaction with the tenant set in it, for row-level security to judge by. A failure returned
   * by `body` rolls back. A connection that is lost in COMMIT is `unknown-outcome`, else `unavailable`.
   */
  inTenant<T>(scope: TransactionScope, mode: 'read' | 'write', body: (transaction: Transaction) => Promise<Result<T>>): Promise<Result<T>>
  /** The one look-up without a tenant: sees the row of this key id in `api_key` and nothing else. */
  withPresentedKey<T>(apiKeyId: string, body: (transaction: Transaction) => Promise<Result<T>>): Promise<Result<T>>
  /** One statement without a tenant: for the controller's role it sees the work index and nothing else, for the API's role nothing. */
  inWorkIndex<T>(mode: 'read' | 'write', body: (client: Transaction) => Promise<Result<T>>): Promise<Result<T>>
  /** Whether tenants are safe in this database; every access waits for it once, and it is looked at again now and then. */
  assertRole(): Promise<Result<void>>
  close(): Promise<void>
}

export interface DatabaseOptions {
  url: string
  role: 'api' | 'controller'
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
const transactionTimeoutMs = 30_000
const connectTimeoutMs = 5_000

/** Opens the pool; connects on first use. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    application_name: `headgate-${options.role}`,
    statement_timeout: statementTimeoutMs,
    lock_timeout: lockTimeoutMs,
    idle_in_transaction_session_timeout: transactionTimeoutMs,
  })
  // An idle connection that breaks is replaced on the next use; without a listener it would end the process.
  pool.on('error', () => undefined)
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool, { statementNameGenerator: createStatementNames() }),
    transactionOptions: { maxWait: connectTimeoutMs, timeout: transactionTimeoutMs },
  })

  const safety = createSafetyWatch(pool, options)

  const run = async <T>(mode: 'read' | 'write', settings: Settings, body: (transaction: Transaction) => Promise<Result<T>>): Promise<Result<T>> => {
    const checked = await safety.allow()
    if (!checked.ok) return checked
    let committing = false
    try {
      return await prisma.$transaction(async (transaction) => {
        await transaction.$queryRaw`SELECT set_config('headgate.organization_id', ${settings.organizationId}, true),
          set_config('headgate.environment_id', ${settings.environmentId}, true), set_config('headgate.api_key_id', ${settings.apiKeyId}, true),
          set_config('transaction_read_only', ${mode === 'read' ? 'on' : 'off'}, true)`
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

  return {
    inTenant: (scope, mode, body) => {
      if (scope.organizationId === '') throw new Error('A tenant needs an organization.')
      return run(mode, { organizationId: scope.organizationId, environmentId: scope.environmentId ?? '', apiKeyId: '' }, body)
    },
    withPresentedKey: (apiKeyId, body) => run('read', { organizationId: '', environmentId: '', apiKeyId }, body),
    inWorkIndex: async (mode, body) => {
      const checked = await safety.allow()
      if (!checked.ok) return checked
      try {
        return await body(prisma)
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

/** Names each SQL text, so that a connection parses and plans it once. */
function createStatementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>()
  return ({ sql }) => {
    const name = names.get(sql) ?? createHash('sha1').update(sql).digest('base64url')
    // Texts are few; lists of changing length could make more.
    if (names.size < 1_000) names.set(sql, name)
    return name
  }
}
