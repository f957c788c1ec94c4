import type { HandedOverDirectory, Tenant } from '@headgate/domain'
import type { Transaction } from '../database.ts'
import { toJson, toNumber, toOptionalNumber, toStorableText } from '../json.ts'

interface DirectoryRow {
  key: string
  statement_uid: string
  statement_name: string
  generation: number
  handed_over_at_ms: bigint
  is_worthless: boolean
  registered_at_ms: bigint | null
  frozen_because: string | null
}

export async function readDirectories(transaction: Transaction, { organizationId, environmentId }: Tenant): Promise<HandedOverDirectory[]> {
  const rows = await transaction.$queryRaw<DirectoryRow[]>`
    SELECT key, statement_uid, statement_name, generation, handed_over_at_ms, is_worthless, registered_at_ms, frozen_because FROM handed_over_directory
    WHERE organization_id = ${organizationId} AND environment_id = ${environmentId} ORDER BY key`
  return rows.map((row) => {
    const registeredAtMs = toOptionalNumber(row.registered_at_ms)
    return {
      organizationId,
      environmentId,
      key: row.key,
      statementUid: row.statement_uid,
      statementName: row.statement_name,
      generation: row.generation,
      handedOverAtMs: toNumber(row.handed_over_at_ms),
      isWorthless: row.is_worthless,
      ...(registeredAtMs === undefined ? {} : { registeredAtMs }),
      ...(row.frozen_because === null ? {} : { frozenBecause: row.frozen_because }),
    }
  })
}

/** The controller hands a directory over; one that is known is left alone. */
export async function insertDirectory(transaction: Transaction, tenant: Tenant, directory: HandedOverDirectory | undefined): Promise<void> {
  if (directory === undefined) return
  await transaction.$executeRaw`
    INSERT INTO handed_over_directory (organization_id, environment_id, key, statement_uid, statement_name, generation, handed_over_at_ms, is_worthless,
      registered_at_ms, frozen_because)
    VALUES (${tenant.organizationId}, ${tenant.environmentId}, ${directory.key}, ${directory.statementUid}, ${toStorableText(directory.statementName)},
      ${directory.generation}::int, ${directory.handedOverAtMs}::bigint, ${directory.isWorthless}, ${directory.registeredAtMs ?? null}::bigint,
      ${directory.frozenBecause ?? null})
    ON CONFLICT DO NOTHING`
}

/** New ones, and changes of known ones. */
export async function upsertDirectories(transaction: Transaction, tenant: Tenant, directories: readonly HandedOverDirectory[]): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO handed_over_directory (organization_id, environment_id, key, statement_uid, statement_name, generation, handed_over_at_ms, is_worthless,
      registered_at_ms, frozen_because)
    SELECT ${tenant.organizationId}, ${tenant.environmentId}, d."key", d."statementUid", d."statementName", d.generation, d."handedOverAtMs", d."isWorthless",
      d."registeredAtMs", d."frozenBecause"
    FROM jsonb_to_recordset(${toJson(directories)}::jsonb) AS d ("key" text, "statementUid" text, "statementName" text, generation int,
      "handedOverAtMs" bigint, "isWorthless" boolean, "registeredAtMs" bigint, "frozenBecause" text)
    ON CONFLICT (organization_id, environment_id, key) DO UPDATE SET statement_uid = excluded.statement_uid, statement_name = excluded.statement_name,
      generation = excluded.generation, handed_over_at_ms = excluded.handed_over_at_ms, is_worthless = excluded.is_worthless,
      registered_at_ms = excluded.registered_at_ms, frozen_because = excluded.frozen_because`
}
