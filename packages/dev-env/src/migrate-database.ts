import type { Result } from '@headgate/domain'
import { ok } from '@headgate/domain'
import { createRoles, migrate, migratorRole, servingRoles } from '@headgate/adapter-postgres'
import type { Migrated, RolePasswords } from '@headgate/adapter-postgres'
import { migrateQueue } from '@headgate/adapter-queue'

/** As the API and the controller call their queues. */
const queuePrefix = 'headgate'

/**
 * Brings the schema and the queue of a database up to this version. With `passwords`, `url` connects as an administrator and the roles are
 * made first; without, as the migrator.
 */
export async function migrateDatabase(url: string, passwords?: RolePasswords): Promise<Result<Migrated>> {
  let migratorUrl = url
  if (passwords !== undefined) {
    const roles = await createRoles(url, passwords)
    if (!roles.ok) return roles
    const asMigrator = new URL(url)
    asMigrator.username = migratorRole
    asMigrator.password = encodeURIComponent(passwords.migrator)
    migratorUrl = asMigrator.href
  }
  const migrated = await migrate(migratorUrl)
  if (!migrated.ok) return migrated
  const queue = await migrateQueue(migratorUrl, { prefix: queuePrefix, roles: Object.values(servingRoles) })
  return queue.ok ? ok(migrated.value) : queue
}
