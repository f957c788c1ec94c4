import { fileURLToPath } from 'node:url'
import { createRoles } from '@headgate/adapter-postgres'
import { sweepOrphans } from '@headgate/adapter-process'
import type { Result } from '@headgate/domain'
import type { Connection } from './connection.ts'
import type { DatabaseContext, DevParts } from './dev-options.ts'
import { killWorkers } from './kill-workers.ts'
import { migrateDatabase } from './migrate-database.ts'
import { prepareEngine } from './prepare-engine.ts'
import { ensureFirstTenant } from './tenancy/first-tenant.ts'
import { openStores } from './tenancy/open-stores.ts'

/** What `headgate dev` is made of. */
export const realParts: DevParts = {
  apiEntry: fileURLToPath(new URL('main.ts', import.meta.resolve('@headgate/api'))),
  controllerEntry: fileURLToPath(new URL('main.ts', import.meta.resolve('@headgate/controller'))),
  snapshotsEntry: fileURLToPath(new URL('main.ts', import.meta.resolve('@headgate/snapshots'))),
  prepareEngine,
  prepareDatabase,
  sweepFlink: sweepOrphans,
  killWorkers,
}

async function prepareDatabase(context: DatabaseContext): Promise<Result<Omit<Connection, 'endpoint'>>> {
  const roles = await createRoles(context.adminUrl, context.passwords)
  if (!roles.ok) return roles
  const migrated = await migrateDatabase(context.migratorUrl)
  if (!migrated.ok) return migrated
  if (migrated.value.applied.length > 0) context.onProgress(`Migrated the database to ${migrated.value.version}`)
  const stores = await openStores(context.apiUrl, context.secretKeyFile)
  try {
    return await ensureFirstTenant(stores, context.earlier, context)
  } finally {
    await stores.close()
  }
}
