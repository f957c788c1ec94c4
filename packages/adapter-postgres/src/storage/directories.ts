import type { HandedOverDirectory, StatementBlueprint, Tenant } from '@headgate/domain'
import type { Transaction } from '../database.ts'
import { toJson, toNumber, toOptionalNumber } from '../json.ts'
import { Prisma } from '../prisma-client/client.ts'
import type { Seal, SealPlace } from '../seal.ts'

interface DirectoryRow {
  key: string
  statement_uid: string
  statement_name: string
  generation: number
  handed_over_at_ms: bigint
  is_worthless: boolean
  registered_at_ms: bigint | null
  frozen_because: string | null
  blueprint_sealed: string | null
}

// SQL, properties and plan of a user: sealed as one.
const blueprintPlace = ({ organizationId, environmentId }: Tenant, key: string): SealPlace => ({ column: 'handed_over_directory.blueprint', organizationId, environmentId, name: key })

export async function readDirectories(transaction: Transaction, seal: Seal, { organizationId, environmentId }: Tenant): Promise<HandedOverDirectory[]> {
  const rows = await transaction.$queryRaw<DirectoryRow[]>`
    SELECT key, statement_uid, statement_name, generation, handed_over_at_ms, is_worthless, registered_at_ms, frozen_because, blueprint_sealed
    FROM handed_over_directory WHERE organization_id = ${organizationId} AND environment_id = ${environmentId} ORDER BY key`
  return rows.map((row) => {
    const registeredAtMs = toOptionalNumber(row.registered_at_ms)
    const place = blueprintPlace({ organizationId, environmentId }, row.key)
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
      ...(row.blueprint_sealed === null ? {} : { blueprint: JSON.parse(seal.open(row.blueprint_sealed, place)) as StatementBlueprint }),
    }
  })
}

/** The controller hands a directory over; one that is known is left alone. */
export async function insertDirectory(transaction: Transaction, seal: Seal, tenant: Tenant, directory: HandedOverDirectory | undefined): Promise<void> {
  if (directory !== undefined) await put(transaction, seal, tenant, [directory], Prisma.sql`ON CONFLICT DO NOTHING`)
}

/** New ones, and changes of known ones. */
export async function upsertDirectories(transaction: Transaction, seal: Seal, tenant: Tenant, directories: readonly HandedOverDirectory[]): Promise<void> {
  await put(transaction, seal, tenant, directories, Prisma.sql`
    ON CONFLICT (organization_id, environment_id, key) DO UPDATE SET statement_uid = excluded.statement_uid, statement_name = excluded.statement_name,
      generation = excluded.generation, handed_over_at_ms = excluded.handed_over_at_ms, is_worthless = excluded.is_worthless,
      registered_at_ms = excluded.registered_at_ms, frozen_because = excluded.frozen_because, blueprint_sealed = excluded.blueprint_sealed`)
}

async function put(transaction: Transaction, seal: Seal, tenant: Tenant, directories: readonly HandedOverDirectory[], onConflict: Prisma.Sql): Promise<void> {
  const records = directories.map(({ blueprint, ...directory }) => ({
    ...directory, ...(blueprint === undefined ? {} : { blueprintSealed: seal.seal(JSON.stringify(blueprint), blueprintPlace(tenant, directory.key)) }),
  }))
  await transaction.$executeRaw`
    INSERT INTO handed_over_directory (organization_id, environment_id, key, statement_uid, statement_name, generation, handed_over_at_ms, is_worthless,
      registered_at_ms, frozen_because, blueprint_sealed)
    SELECT ${tenant.organizationId}, ${tenant.environmentId}, d."key", d."statementUid", d."statementName", d.generation, d."handedOverAtMs", d."isWorthless",
      d."registeredAtMs", d."frozenBecause", d."blueprintSealed"
    FROM jsonb_to_recordset(${toJson(records)}::jsonb) AS d ("key" text, "statementUid" text, "statementName" text, generation int,
      "handedOverAtMs" bigint, "isWorthless" boolean, "registeredAtMs" bigint, "frozenBecause" text, "blueprintSealed" text)
    ${onConflict}`
}
