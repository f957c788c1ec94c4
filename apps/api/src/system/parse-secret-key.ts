import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'

const keyBytes = 32

/** The key that seals secrets in Postgres: 32 bytes, as they are, as 64 hex characters, or as base64. */
export function parseSecretKey(content: Uint8Array): Result<Uint8Array> {
  if (content.length === keyBytes) return ok(content)
  const text = Buffer.from(content).toString('utf8').trim()
  if (/^[0-9a-fA-F]{64}$/.test(text)) return ok(Buffer.from(text, 'hex'))
  const decoded = /^[A-Za-z0-9+/]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0)
  return decoded.length === keyBytes ? ok(decoded) : failed('rejected', 'The secret key file must hold 32 bytes: as they are, in hex or in base64.')
}
