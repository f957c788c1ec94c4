import type { StatementEvent, StatementException } from '@headgate/domain'
import type { WorkKey } from '@headgate/ports'
import type { Transaction } from '../database.ts'
import { toJson } from '../json.ts'

/** Enough for `headgate statement events` to tell the whole recent story; older ones are in the logs. */
const eventsMax = 200
/** What `/exceptions` shows at most. */
const exceptionsMax = 10

/** Appends in order and keeps the newest 200. */
export async function appendEvents(transaction: Transaction, key: WorkKey, events: StatementEvent[]): Promise<void> {
  if (events.length === 0) return
  await transaction.$executeRaw`
    INSERT INTO statement_event (organization_id, environment_id, statement_uid, at_ms, type, reason, message)
    SELECT ${key.organizationId}, ${key.environmentId}, ${key.id}, (e ->> 'atMs')::bigint, e ->> 'type', e ->> 'reason', e ->> 'message'
    FROM jsonb_array_elements(${toJson(events.slice(-eventsMax))}::jsonb) WITH ORDINALITY AS item (e, position) ORDER BY position`
  await transaction.$executeRaw`
    DELETE FROM statement_event WHERE organization_id = ${key.organizationId} AND environment_id = ${key.environmentId} AND statement_uid = ${key.id}
      AND seq <= (SELECT seq FROM statement_event
        WHERE organization_id = ${key.organizationId} AND environment_id = ${key.environmentId} AND statement_uid = ${key.id}
        ORDER BY seq DESC OFFSET ${eventsMax}::int LIMIT 1)`
}

/** Appends those not stored yet (Flink lists its exceptions anew each time) and keeps the newest ten. */
export async function appendExceptions(transaction: Transaction, key: WorkKey, exceptions: StatementException[]): Promise<void> {
  if (exceptions.length === 0) return
  const newest = exceptions.toSorted((a, b) => a.atMs - b.atMs).slice(-exceptionsMax)
  await transaction.$executeRaw`
    INSERT INTO statement_exception (organization_id, environment_id, statement_uid, at_ms, name, message)
    SELECT ${key.organizationId}, ${key.environmentId}, ${key.id}, (e ->> 'atMs')::bigint, e ->> 'name', e ->> 'message'
    FROM jsonb_array_elements(${toJson(newest)}::jsonb) WITH ORDINALITY AS item (e, position)
    WHERE NOT EXISTS (SELECT 1 FROM statement_exception x
      WHERE x.organization_id = ${key.organizationId} AND x.environment_id = ${key.environmentId} AND x.statement_uid = ${key.id}
        AND x.at_ms = (e ->> 'atMs')::bigint AND x.name = e ->> 'name' AND x.message = e ->> 'message')
    ORDER BY position`
  await transaction.$executeRaw`
    DELETE FROM statement_exception WHERE organization_id = ${key.organizationId} AND environment_id = ${key.environmentId} AND statement_uid = ${key.id}
      AND seq NOT IN (SELECT seq FROM statement_exception
        WHERE organization_id = ${key.organizationId} AND environment_id = ${key.environmentId} AND statement_uid = ${key.id}
        ORDER BY at_ms DESC, seq DESC LIMIT ${exceptionsMax}::int)`
}
