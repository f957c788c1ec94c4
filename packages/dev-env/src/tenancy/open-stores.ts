import { readFile } from 'node:fs/promises'
import { createPostgresStores } from '@headgate/adapter-postgres'
import type { PostgresStores } from '@headgate/adapter-postgres'
import { parseMasterKey } from '../secret-files.ts'
import { systemClock } from '../system.ts'

/** The stores under the API's role, for the few rows that the command line makes. Close them. */
export async function openStores(apiUrl: string, secretKeyFile: string): Promise<PostgresStores> {
  return createPostgresStores({
    url: apiUrl,
    role: 'api',
    secretKey: parseMasterKey(await readFile(secretKeyFile, 'utf8')),
    clock: systemClock,
    poolSize: 2,
  })
}
