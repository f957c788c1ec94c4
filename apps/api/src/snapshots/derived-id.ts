import { createHash } from 'node:crypto'
import { environmentKey } from '@headgate/domain'
import type { Tenant } from '@headgate/domain'

/** The id of the snapshot that a directory of the environment is registered as: a UUID of version 8 that two requests at once both come to, so that one of them meets the other's row. */
export function derivedId(tenant: Tenant, directoryKey: string): string {
  const hex = createHash('sha256').update(`${environmentKey(tenant)} ${directoryKey}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
