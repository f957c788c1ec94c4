import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createPostgresStores, createRoles, migrate } from '@headgate/adapter-postgres'
import type { Result } from '@headgate/domain'
import type { DatabaseContext, DevParts } from './dev-options.ts'
import { killWorkers } from './kill-workers.ts'
import { prepareEngine } from './prepare-engine.ts'
import { parseMasterKey } from './secret-files.ts'
import { sweepFlink } from './sweep-flink.ts'
import { ensureFirstTenant } from './tenancy/first-tenant.ts'
import type { Connection } from './connection.ts'

/** What `headgate dev` is made of. */
export const realParts: DevParts = {
  apiEntry: fileURLToPath(new URL('main.ts', import.meta.resolve('@headgate/api'))),
  controllerEntry: fileURLToPath(new URL('main.ts', import.meta.resolve('@headgate/controller'))),
  prepareEngine,
  prepareDatabase,
  sweepFlink,
  killWorkers,
}

async function prepareDatabase(context: DatabaseContext): Promise<Result<Omit<Connection, 'endpoint'>>> {
  const roles = await createRoles(context.adminUrl, context.passwords)
  if (!roles.ok) return roles
  const migrated = await migrate(context.migratorUrl)
  if (!migrated.ok) return migrated
  if (migrated.value.applied.length > 0) context.onProgress(`Database migrated to ${migrated.value.version}`)
  const stores = createPostgresStores({
    url: context.apiUrl,
    role: 'api',
    secretKey: parseMasterKey(await readFile(context.secretKeyFile, 'utf8')),
    clock: { nowMs: () => Date.now(), sleep: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)) },
    poolSize: 2,
  })
  try {
    return await ensureFirstTenant(stores, context.earlier, context)
  } finally {
    await stores.close()
  }
}
