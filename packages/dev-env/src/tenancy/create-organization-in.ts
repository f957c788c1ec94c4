import { readFile } from 'node:fs/promises'
import type { Result } from '@headgate/domain'
import { dataLayout } from '../data-layout.ts'
import { headgateDatabase } from '../postgres/databases.ts'
import { problem } from '../problem.ts'
import type { DatabasePasswords } from '../secret-files.ts'
import { makeOrganization } from './make-organization.ts'
import type { NewOrganization, NewOrganizationOptions } from './make-organization.ts'
import { openStores } from './open-stores.ts'

/** A database and its master key, or the data directory of a running `dev`. */
export type OrganizationPlace = { databaseUrl: string; secretKeyFile: string } | { dataDirectory: string }

/** Makes an organization in a database; see `makeOrganization`. */
export async function createOrganizationIn(place: OrganizationPlace, options: NewOrganizationOptions): Promise<Result<NewOrganization>> {
  const found = 'dataDirectory' in place ? await ofDataDirectory(place.dataDirectory) : place
  if ('ok' in found) return found
  const stores = await openStores(found.databaseUrl, found.secretKeyFile)
  try {
    return await makeOrganization(stores, options)
  } finally {
    await stores.close()
  }
}

async function ofDataDirectory(directory: string) {
  const layout = dataLayout(directory)
  try {
    const passwords = JSON.parse(await readFile(layout.passwordsFile, 'utf8')) as DatabasePasswords
    const { postgres } = JSON.parse(await readFile(layout.portsFile, 'utf8')) as { postgres: number }
    return { databaseUrl: `postgres://headgate_api:${encodeURIComponent(passwords.api)}@127.0.0.1:${postgres}/${headgateDatabase}`, secretKeyFile: layout.masterKeyFile }
  } catch {
    return problem('failure', `${layout.root} is no data directory of \`headgate dev\`.`, 'Name it with --data-dir DIR, or a database with --database-url and --secret-key-file.')
  }
}
