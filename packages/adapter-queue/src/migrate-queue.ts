import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import { quoteSchemaName, runMigrations } from 'bullmq'
import pg from 'pg'
import { defaultQueueSchema, queueName, workKinds } from './queue-name.ts'

/** Whose queue, and who may use it. */
export interface QueueMigration {
  /** The prefix of `createBullWake`. */
  prefix: string
  /** Database roles that wake and listen. */
  roles: string[]
}

/**
 * Makes or updates the queue's own schema and lets `roles` use it. `url` connects as the role that shall own it (the migrator).
 * Repeated it changes nothing.
 */
export async function migrateQueue(url: string, { prefix, roles }: QueueMigration): Promise<Result<void>> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    await runMigrations(client, defaultQueueSchema)
    const name = quoteSchemaName(defaultQueueSchema)
    const users = roles.map((role) => client.escapeIdentifier(role)).join(', ')
    // BullMQ makes a sequence with the first job of a queue, which the roles may not: it is made here.
    for (const kind of workKinds) await client.query(`SELECT ${name}.next_job_id($1)`, [queueName(prefix, kind)])
    await client.query(`GRANT USAGE ON SCHEMA ${name} TO ${users}`)
    await client.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${name} TO ${users}`)
    await client.query(`GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${name} TO ${users}`)
    await client.query(`GRANT EXECUTE ON ALL ROUTINES IN SCHEMA ${name} TO ${users}`)
    return ok(undefined)
  } catch (error) {
    return failed('unavailable', 'The queue could not be set up in Postgres.', error instanceof Error ? error.message : String(error))
  } finally {
    await client.end().catch(() => undefined)
  }
}
