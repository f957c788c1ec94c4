import { createHash, timingSafeEqual } from 'node:crypto'
import type { Resources } from '@headgate/ports'
import { problem, unavailable } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'
import type { Caller } from '../http/route.ts'

const noKey = Buffer.alloc(32)

/** Who calls, by the API key of Basic authentication; 401 when the key does not exist or its secret is another, 503 when it cannot be told. */
export async function authenticate(authorization: string | undefined, resources: Pick<Resources, 'findApiKey'>): Promise<Caller | Problem> {
  const credentials = readBasic(authorization)
  if (credentials === undefined) return unauthorized('Send an API key and its secret by Basic authentication.')
  const found = await resources.findApiKey(credentials.keyId)
  if (!found.ok && found.reason !== 'not-found') return unavailable('The API key cannot be checked now. Try again in a moment.')
  const given = createHash('sha256').update(credentials.secret, 'utf8').digest()
  const stored = found.ok ? Buffer.from(found.value.secretHash, 'hex') : noKey
  const matches = stored.length === given.length && timingSafeEqual(stored, given)
  if (!found.ok || !matches) return unauthorized('The API key does not exist, or its secret is another one.')
  const { id, organizationId, ownerId, reach } = found.value
  return { keyId: id, organizationId, ownerId, reach }
}

function unauthorized(detail: string): Problem {
  return problem(401, detail, { headers: { 'www-authenticate': `Basic realm="headgate", error="invalid_key", error_description="${detail}"` } })
}

/** RFC 7617: the key holds no colon, the secret may. */
function readBasic(authorization: string | undefined): { keyId: string; secret: string } | undefined {
  const encoded = /^basic +([A-Za-z0-9+/_=-]{1,2048})$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  const keyId = text.slice(0, colon)
  return colon > 0 && /^[A-Za-z0-9]{1,64}$/.test(keyId) ? { keyId, secret: text.slice(colon + 1) } : undefined
}
