import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import type { DataLayout } from './data-layout.ts'

/** Passwords of the embedded server's roles. */
export interface DatabasePasswords {
  /** The superuser, used by the supervisor alone. */
  admin: string
  migrator: string
  api: string
  controller: string
  snapshots: string
  /** The role of the second database, which users' JDBC tables may reach. */
  playground: string
}

/** Makes `keys/` and what is in it on the first start, reads it on later ones; a password that an older version did not know is added. */
export async function ensureSecrets(layout: DataLayout): Promise<DatabasePasswords> {
  await mkdir(layout.keys, { recursive: true, mode: 0o700 })
  await chmod(layout.keys, 0o700)
  if ((await readFile(layout.masterKeyFile).catch(() => undefined)) === undefined) {
    await writePrivateFile(layout.masterKeyFile, `${randomBytes(32).toString('hex')}\n`)
  }
  const stored = await readFile(layout.passwordsFile, 'utf8').catch(() => undefined)
  const known = stored === undefined ? {} : (JSON.parse(stored) as Partial<DatabasePasswords>)
  const password = () => randomBytes(24).toString('base64url')
  const fresh = { admin: password(), migrator: password(), api: password(), controller: password(), snapshots: password(), playground: password() }
  const passwords: DatabasePasswords = { ...fresh, ...known }
  if (Object.keys(fresh).every((name) => name in known)) return passwords
  await writePrivateFile(layout.passwordsFile, `${JSON.stringify(passwords, undefined, 2)}\n`)
  return passwords
}

/** Writes a file of mode 0600 that appears whole or not at all. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 })
  await chmod(`${path}.new`, 0o600)
  await rename(`${path}.new`, path)
}

/** The 32 bytes of a master key file: hex text. Throws when it is something else, so that nothing is sealed with a wrong key. */
export function parseMasterKey(text: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/i.test(text.trim())) throw new Error('The master key must be 32 bytes as 64 hex digits.')
  return Buffer.from(text.trim(), 'hex')
}
