import type { Result } from '@headgate/domain'
import { ok } from '@headgate/domain'
import type { WorkKey } from '@headgate/ports'
import type { Database } from '../database.ts'
import { readKeyRow } from './lease.ts'

type KeyRow = Parameters<typeof readKeyRow>[0]

/** The key of every pool, over all tenants. */
export async function listEveryPool(database: Database): Promise<Result<WorkKey[]>> {
  return await database.inWorkIndex('read', async (client) => {
    const rows = await client.$queryRaw<KeyRow[]>`SELECT kind, organization_id, environment_id, id FROM work_item WHERE kind = 'pool'`
    return ok(rows.map(readKeyRow))
  })
}

/** The key of every INSERT that neither rests nor is to be deleted, over all tenants. */
export async function listActiveStatements(database: Database): Promise<Result<WorkKey[]>> {
  return await database.inWorkIndex('read', async (client) => {
    const rows = await client.$queryRaw<KeyRow[]>`SELECT kind, organization_id, environment_id, id FROM work_item WHERE kind = 'statement' AND active`
    return ok(rows.map(readKeyRow))
  })
}
